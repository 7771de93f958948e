import fc from "fast-check";
import { first } from "rxjs";
import { describe, expect, it } from "vitest";
import { Code, type Operation, RpcError, type Watch } from "../../src/index.ts";
import {
  cancelled,
  failed,
  notFound,
  running,
  succeeded,
  unavailable,
} from "../../src/testing/index.ts";
import { NAME, type Recording, record, setUp } from "./probe.ts";

/** What a service may answer to a look. */
const look = fc.constantFrom<Operation | Error>(
  running(NAME),
  running(NAME, { step: 1 }),
  running(NAME, { state: "CANCELLING" }),
  succeeded(NAME),
  succeeded(NAME, { id: "a" }),
  failed(NAME, Code.INTERNAL),
  cancelled(NAME),
  { name: NAME, done: true, error: { code: 3 }, response: {} },
  { name: "n", status: "DONE" } as never,
  unavailable(),
  unavailable(3_000_000_000),
  notFound(NAME),
  new RpcError(Code.PERMISSION_DENIED, "no"),
  new Error("socket hang up"),
);
/** What it may answer to a request to cancel. */
const cancel = fc.constantFrom<undefined | Error>(
  undefined,
  unavailable(),
  notFound(NAME),
  new RpcError(Code.UNIMPLEMENTED, "no"),
  new RpcError(Code.FAILED_PRECONDITION, "no"),
);
/** What people do, each after some time. */
const step = fc.record({
  afterMs: fc.constantFrom(0, 1, 400, 1000, 6000, 40_000),
  act: fc.constantFrom("subscribe", "leave", "cancel", "follow", "glance"),
  who: fc.constantFrom(0, 1, 2),
});

const readMetadata = (metadata: { readonly state?: unknown }) => ({
  cancelling: metadata.state === "CANCELLING",
});

/** Somebody who subscribes, leaves and cancels, and keeps what they were told. */
class Somebody {
  readonly states: Recording<{ readonly type: string }>[] = [];
  readonly cancels: Recording<{ readonly type: string }>[] = [];
  readonly followed: Recording<{ readonly type: string }>[] = [];
  readonly #watch: () => Watch;

  constructor(watch: () => Watch) {
    this.#watch = watch;
  }

  act(act: "subscribe" | "leave" | "cancel" | "follow" | "glance"): void {
    if (act === "glance")
      this.#watch()
        .states.pipe(first())
        .subscribe({ error() {} });
    else if (act === "leave") this.states.find(({ isComplete }) => !isComplete)?.stop();
    else if (act === "subscribe") this.states.push(record(this.#watch().states));
    else if (act === "cancel") this.cancels.push(record(this.#watch().cancel()));
    else this.followed.push(record(this.#watch().cancellation));
  }

  leave(): void {
    for (const recording of [...this.states, ...this.cancels, ...this.followed]) recording.stop();
  }
}

/** Answers after some time, and counts how many calls are open at most. */
function slowService(looks: [Operation | Error, number][], cancels: [Error | undefined, number][]) {
  const open = { now: 0, most: 0 };
  const after = async <T>(answer: T | Error, ms: number, signal: AbortSignal | undefined) => {
    await set.clock.delay(ms, signal);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const set = setUp(
    {
      get: looks.map(([answer, ms]) => async (_request, { signal }) => {
        open.now += 1;
        open.most = Math.max(open.most, open.now);
        try {
          return await after(answer, ms, signal);
        } finally {
          open.now -= 1;
        }
      }),
      cancel: cancels.map(
        ([answer, ms]) =>
          (_request, { signal }) =>
            after(answer, ms, signal),
      ),
    },
    {},
    { readMetadata },
  );
  return { ...set, open };
}

function expectStream({ values, errors, isComplete }: Recording<{ readonly type: string }>): void {
  const ends = values.filter(({ type }) => type === "done" || type === "lost");
  expect(errors).toEqual([]);
  expect(ends).toEqual(isComplete ? [values.at(-1)] : []);
  expect(new Set(values).size).toBe(values.length);
}

function expectWhatTheyWereTold(people: readonly Somebody[], isDone: boolean): void {
  const states = people.flatMap((somebody) => somebody.states);
  states.forEach(expectStream);
  const dones = states.flatMap(({ values }) => values.filter(({ type }) => type === "done"));
  expect(new Set(dones).size).toBeLessThanOrEqual(1);

  const cancels = people.flatMap((somebody) => somebody.cancels);
  const followed = people.flatMap((somebody) => somebody.followed);
  expect(cancels.every(({ values, isComplete }) => values.length === (isComplete ? 1 : 0))).toBe(
    true,
  );
  expect(followed.every(({ values }) => values.length <= cancels.length)).toBe(true);
  if (isDone) {
    expect([...cancels, ...followed].every(({ isComplete }) => isComplete)).toBe(true);
  }
}

describe("whatever the service answers and people do", () => {
  it("a name has one look at a time, at most one end, and leaves nothing behind", async () => {
    const script = fc.record({
      looks: fc.array(fc.tuple(look, fc.constantFrom(0, 3, 700, 20_000, 50_000)), { minLength: 1 }),
      cancels: fc.array(fc.tuple(cancel, fc.constantFrom(0, 5, 2000)), { minLength: 1 }),
      steps: fc.array(step, { minLength: 1, maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(script, async ({ looks, cancels, steps }) => {
        const { clock, operations, watcher, open } = slowService(looks, cancels);
        const shared = watcher.watch(NAME);
        const people = [
          new Somebody(() => shared),
          new Somebody(() => watcher.watch(NAME)),
          new Somebody(() => watcher.watch(Promise.resolve(NAME))),
        ];
        for (const { afterMs, act, who } of steps) {
          await clock.advance(afterMs);
          people[who]?.act(act);
        }
        await clock.advance(1_000_000);
        expectWhatTheyWereTold(people, shared.state?.type === "done");
        expect(open.most).toBeLessThanOrEqual(1);

        for (const somebody of people) somebody.leave();
        // A request to cancel is finished without anybody: ten tries, ten minutes apart if it is asked so.
        await clock.advance(10_000_000);
        expect([clock.pending, operations.open]).toEqual([0, 0]);
      }),
      { numRuns: 400 },
    );
  });

  it("a request to cancel gets an outcome while somebody follows it", async () => {
    const script = fc.record({
      looks: fc.array(look, { minLength: 1 }),
      cancels: fc.array(cancel, { minLength: 1 }),
      before: fc.constantFrom(0, 900, 5000),
    });
    await fc.assert(
      fc.asyncProperty(script, async ({ looks, cancels, before }) => {
        const { clock, watcher } = setUp({ get: [...looks, cancelled(NAME)], cancel: cancels });
        const watch = watcher.watch(NAME);
        const states = record(watch.states);
        await clock.advance(before);
        const outcome = record(watch.cancel());
        await clock.advance(30_000_000);
        expect(outcome).toMatchObject({ isComplete: true, errors: [] });
        expect(outcome.values.length).toBe(1);
        states.stop();
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 400 },
    );
  });
});
