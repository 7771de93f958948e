import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CallOptions,
  Code,
  type ListOperationsRequest,
  type Operation,
  type OperationState,
  RpcError,
} from "../../src/index.ts";
import {
  cancelled,
  failed,
  notFound,
  running,
  succeeded,
  unavailable,
} from "../../src/testing/index.ts";
import { image } from "./parent-probe.ts";
import { having, namesOf } from "./plan-probe.ts";
import { type Recording, record, setUp } from "./probe.ts";

const NAMES = namesOf(6);
/** From then on the service answers well. Before five minutes, so that nothing is lost. */
const RECOVERS_AT = 240_000;

const transient = [unavailable(), new RpcError(Code.INTERNAL, "oops"), new Error("hang up")];
const lasting = [
  new RpcError(Code.PERMISSION_DENIED, "no"),
  new RpcError(Code.INVALID_ARGUMENT, "no"),
  new RpcError(Code.UNIMPLEMENTED, "no"),
  new RpcError(Code.NOT_FOUND, "no"),
  new RpcError(Code.RESOURCE_EXHAUSTED, "quota"),
];
/** How one answer comes about. */
const mood = (errors: readonly Error[]) =>
  fc.record({
    afterMs: fc.constantFrom(0, 0, 3, 700, 20_000, 50_000),
    staleMs: fc.constantFrom(0, 0, 2000, 30_000),
    error: fc.option(fc.constantFrom(...errors), { freq: 3 }),
    missing: fc.nat(5),
    odd: fc.boolean(),
  });
type Mood = {
  afterMs: number;
  staleMs: number;
  error: Error | null;
  missing: number;
  odd: boolean;
};

const scripts = fc.record({
  ends: fc.array(fc.record({ atMs: fc.nat(200_000), kind: fc.nat(2) }), {
    minLength: NAMES.length,
    maxLength: NAMES.length,
  }),
  gets: fc.array(mood(transient), { minLength: 1, maxLength: 8 }),
  lists: fc.array(mood([...transient, ...lasting]), { minLength: 1, maxLength: 8 }),
  waits: fc.array(mood([...transient, ...lasting, notFound("n")]), { minLength: 1, maxLength: 8 }),
  hasWait: fc.boolean(),
  leavesResultsOut: fc.boolean(),
  pageSize: fc.constantFrom(1, 2, 4, 1000),
  maxHeld: fc.constantFrom(0, 3, 64),
  people: fc.array(
    fc.record({
      name: fc.constantFrom(...NAMES),
      fromMs: fc.nat(100_000),
      forMs: fc.constantFrom(0, 10, 5000, Number.POSITIVE_INFINITY),
      wants: fc.constantFrom("states", "outcome", "cancel"),
    }),
    { minLength: 1, maxLength: 12 },
  ),
});
type Script = typeof scripts extends fc.Arbitrary<infer T> ? T : never;

/** A service whose operations end at their times, and that answers as its moods are. */
function moody(script: Script) {
  const truth = (name: string, time: number): Operation => {
    const { atMs, kind } = script.ends[NAMES.indexOf(name)] ?? { atMs: 0, kind: 0 };
    const metadata = { progress: Math.min(1, time / atMs) };
    if (time < atMs) return running(name, metadata);
    const end = [succeeded(name, image), failed(name, 13), cancelled(name)][kind];
    return { ...(end as Operation), metadata };
  };
  const moods = (list: readonly Mood[]) => {
    let next = 0;
    const good: Mood = { afterMs: 0, staleMs: 0, error: null, missing: 5, odd: false };
    return () => {
      if (set.clock.now() >= RECOVERS_AT) return good;
      next += 1;
      return list[(next - 1) % list.length] as Mood;
    };
  };
  const [get, list, wait] = [moods(script.gets), moods(script.lists), moods(script.waits)];
  const answer = async <T>(
    mood: Mood,
    signal: AbortSignal | undefined,
    give: (time: number) => T,
  ): Promise<T> => {
    const time = Math.max(0, set.clock.now() - mood.staleMs);
    await set.clock.delay(mood.afterMs, signal);
    if (mood.error) throw mood.error;
    return give(time);
  };
  const rows = (mood: Mood, time: number, { fields }: CallOptions) =>
    NAMES.filter((_name, index) => index !== mood.missing).map((name) => {
      const { metadata, ...row } = truth(name, time);
      if (mood.odd && time % 2 === 0) return { name, done: "odd" } as never;
      const bare = script.leavesResultsOut && row.done ? { name, done: true } : row;
      return fields === undefined ? { ...bare, ...(metadata && { metadata }) } : bare;
    });
  const open: Record<string, Set<object>> = {};
  const faults: string[] = [];
  const once = async <T>(
    key: string,
    { signal }: CallOptions,
    call: () => Promise<T>,
  ): Promise<T> => {
    open[key] ??= new Set();
    const calls = open[key];
    const mine = {};
    const end = () => calls.delete(mine);
    if (calls.size > 0) faults.push(`${key} overlaps`);
    calls.add(mine);
    // A call that was aborted is over at once for who aborted it.
    signal?.addEventListener("abort", end, { once: true });
    return await call().finally(end);
  };
  const set = setUp(
    {
      get: [
        ({ name }, { signal }) =>
          answer({ ...get(), staleMs: 0 }, signal, (time) => truth(name, time)),
      ],
      list: [
        (request: ListOperationsRequest, options) =>
          once("list", options, () => {
            const mood = list();
            return answer(mood, options.signal, (time) => {
              const from = Number(request.pageToken ?? 0);
              const to = from + Math.min(script.pageSize, request.pageSize ?? 50);
              const operations = rows(mood, time, options).slice(from, to);
              return to < NAMES.length ? { operations, nextPageToken: `${to}` } : { operations };
            });
          }),
      ],
      wait: [({ name }, { signal }) => answer(wait(), signal, (time) => truth(name, time))],
      cancel: [undefined],
    },
    { plan: { maxHeld: script.maxHeld } },
    having("get", "list", "cancel", ...(script.hasWait ? (["wait"] as const) : [])),
  );
  return { ...set, faults, truth };
}

const ORDER = ["running", "cancelling", "done"];

function expectMonotone({ values, errors }: Recording<OperationState>): void {
  expect(errors).toEqual([]);
  const steps = values.map(({ type }) => ORDER.indexOf(type));
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(steps).not.toContain(-1);
  expect(steps.filter((step) => step === 2).length).toBeLessThanOrEqual(1);
  for (const [index, state] of values.entries()) {
    if (index > 0 && state.pollError === undefined) expect(state).not.toEqual(values[index - 1]);
  }
}

describe("whatever a service answers by whichever way", () => {
  it("no state is lost, repeated or undone, and nothing is left behind", async () => {
    await fc.assert(
      fc.asyncProperty(scripts, async (script) => {
        const { clock, faults, operations, truth, watcher } = moody(script);
        const watched = new Map(NAMES.map((name) => [name, record(watcher.watch(name).states)]));
        const all = [...watched.values()];
        for (const { forMs, fromMs, name, wants } of script.people) {
          clock.schedule(() => {
            const watch = watcher.watch(name);
            const stream = {
              states: () => watch.states,
              outcome: () => watch.cancellation,
              cancel: () => watch.cancel(),
            }[wants];
            const recording = record<unknown>(stream());
            if (wants === "states") all.push(recording as Recording<OperationState>);
            if (forMs < Number.POSITIVE_INFINITY) clock.schedule(() => recording.stop(), forMs);
          }, fromMs);
        }
        await clock.advance(RECOVERS_AT + 120_000);
        expect(faults).toEqual([]);
        all.forEach(expectMonotone);
        for (const [name, { values, isComplete }] of watched) {
          const { error, response } = truth(name, RECOVERS_AT);
          expect(isComplete).toBe(true);
          expect(values.at(-1)).toMatchObject({
            type: "done",
            outcome: error ? { status: error } : { type: "succeeded", response },
          });
        }
        expect([clock.pending, operations.open]).toEqual([0, 0]);
      }),
      { numRuns: 150 },
    );
  });
});
