import { describe, expect, it } from "vitest";
import { Code, exponentialBackoff, RpcError } from "../../src/index.ts";
import { notFound, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { A, B, C, image, PARENT, page } from "./parent-probe.ts";
import { LISTED, latest, namesOf, recordAll, sent, settle, stopAll } from "./plan-probe.ts";
import { never, runs, setUp } from "./probe.ts";

const all = (names: readonly string[]) => page(...names.map((name) => running(name)));

describe("a list that fails for good", () => {
  it.each([
    ["403", new RpcError(Code.PERMISSION_DENIED, "no list for you")],
    ["403 with a hint", new RpcError(Code.PERMISSION_DENIED, "no", { retryDelayMs: 5000 })],
    ["400, an argument", new RpcError(Code.INVALID_ARGUMENT, "a filter is required")],
    ["400, a precondition", new RpcError(Code.FAILED_PRECONDITION, "not enabled")],
    ["404", new RpcError(Code.NOT_FOUND, "no such parent")],
    ["501", new RpcError(Code.UNIMPLEMENTED, "no list")],
    ["no route", new RpcError(Code.NOT_FOUND, "Not Found", { httpStatus: 404, unrouted: true })],
    ["405", new RpcError(Code.UNIMPLEMENTED, "no GET", { httpStatus: 405, unrouted: true })],
  ])("is never asked again, and no operation notices: %s", async (_which, error) => {
    const { clock, operations, watcher } = setUp({ get: [runs], list: [error] }, {}, LISTED);
    const states = recordAll(watcher, [A, B, C]);
    await clock.advance(120_000);
    expect(operations.count("list")).toBe(1);
    expect(watcher.plan.lists).toEqual(new Map([[PARENT, "refused"]]));
    expect(watcher.counters.downgrades).toBe(1);
    expect(states.map(({ values }) => values.length)).toEqual([1, 1, 1]);
    expect(states.every(({ values }) => values[0]?.pollError === undefined)).toBe(true);
    stopAll(states);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });

  it("says nothing of other parents", async () => {
    const [p, q] = [namesOf(2, "projects/p"), namesOf(2, "projects/q")];
    const { clock, operations, watcher } = setUp(
      {
        get: [runs],
        list: [
          ({ name }) => {
            if (name === "projects/p") throw new RpcError(Code.PERMISSION_DENIED, "no");
            return all(q);
          },
        ],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, [...p, ...q]);
    await clock.advance(30_000);
    const gets = operations.calls.filter(({ method }) => method === "get");
    expect(gets.every(({ request }) => p.includes(request.name))).toBe(true);
    expect(watcher.plan.lists).toEqual(
      new Map([
        ["projects/p", "refused"],
        ["projects/q", "used"],
      ]),
    );
    stopAll(states);
  });

  it("is given up even if the first operation that is asked for is denied", async () => {
    const { clock, operations, watcher } = setUp(
      {
        get: [
          ({ name }) => {
            if (name === A) throw new RpcError(Code.PERMISSION_DENIED, "no");
            return running(name);
          },
        ],
        list: [new RpcError(Code.PERMISSION_DENIED, "no list for you")],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, [A, B, C]);
    await clock.advance(120_000);
    expect(states.map(({ values }) => values.at(-1))).toMatchObject([
      { type: "lost", reason: "denied" },
      { type: "running" },
      { type: "running" },
    ]);
    expect(operations.count("list")).toBeLessThanOrEqual(2);
    expect(operations.calls.filter(({ request }) => request.name === A)).toHaveLength(1);
    stopAll(states);
  });

  it("tells that an operation is gone if it is", async () => {
    const { clock, watcher } = setUp(
      {
        get: [({ name }) => (name === A ? Promise.reject(notFound(name)) : running(name))],
        list: [all([A, B, C]), new RpcError(Code.NOT_FOUND, "no such parent")],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, [A, B, C]);
    await clock.advance(30_000);
    expect(states.map(({ values }) => values.at(-1))).toMatchObject([
      { type: "lost", reason: "gone" },
      { type: "running" },
      { type: "running" },
    ]);
    stopAll(states);
    expect(clock.pending).toBe(0);
  });
});

describe("a list that fails for now", () => {
  const transient = [
    ["UNAVAILABLE", unavailable()],
    ["INTERNAL", new RpcError(Code.INTERNAL, "oops")],
    ["a network that fails", new Error("socket hang up")],
    ["an answer with something odd for a row", page(null as never)],
  ] as const;

  it.each(transient)("rests after two, each time for longer: %s", async (_which, answer) => {
    const { clock, operations, watcher } = setUp({ get: [runs], list: [answer] }, {}, LISTED);
    const names = namesOf(5);
    const states = recordAll(watcher, names);
    await clock.advance(0);
    expect(watcher.plan.lists.get(PARENT)).toBe("used");
    await clock.advance(1000);
    expect(watcher.plan.lists.get(PARENT)).toBe("resting");
    expect(watcher.counters.downgrades).toBe(1);
    await clock.advance(3_600_000);
    expect(operations.count("list")).toBeGreaterThan(3);
    expect(operations.count("list")).toBeLessThanOrEqual(8);
    expect(latest(states)).toEqual(names.map(() => "running"));
    expect(states.every(({ values }) => values.length === 1)).toBe(true);
    stopAll(states);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });

  it("is used again after one failure", async () => {
    const names = namesOf(5);
    const { clock, operations, watcher } = setUp(
      { get: [runs], list: [unavailable(), all(names), unavailable(), all(names)] },
      {},
      LISTED,
    );
    const states = recordAll(watcher, names);
    await clock.advance(60_000);
    expect(watcher.plan.lists.get(PARENT)).toBe("used");
    expect(watcher.counters.downgrades).toBe(0);
    expect(operations.count("get")).toBe(2 * names.length);
    stopAll(states);
  });

  it("rests for a while only, where it has paid before, even if it is refused", async () => {
    const denied = new RpcError(Code.PERMISSION_DENIED, "no list for you");
    const listed = all([A, B, C]);
    const { clock, operations, watcher } = setUp(
      { get: [runs], list: [listed, listed, denied, denied, denied, listed] },
      {},
      LISTED,
    );
    const states = recordAll(watcher, [A, B, C]);
    await clock.advance(3_600_000);
    expect(watcher.plan.lists).toEqual(new Map([[PARENT, "used"]]));
    expect(operations.count("list")).toBeGreaterThan(200);
    stopAll(states);
  });

  it("isn't followed by a burst of gets when the service asks to wait", async () => {
    const names = namesOf(50);
    const exhausted = new RpcError(Code.RESOURCE_EXHAUSTED, "quota", { retryDelayMs: 60_000 });
    const { clock, operations, watcher } = setUp({ get: [runs], list: [exhausted] }, {}, LISTED);
    const states = recordAll(watcher, names);
    await clock.advance(59_000);
    expect(operations.count("list") + operations.count("get")).toBeLessThanOrEqual(2);
    stopAll(states);
  });

  it("holds nobody up who rests together with others for whom the service asked to wait", async () => {
    const names = namesOf(4);
    const { clock, operations, watcher } = setUp(
      { get: [runs], list: [unavailable(600_000), all(names), unavailable(), all(names)] },
      {},
      LISTED,
    );
    const early = recordAll(watcher, names.slice(0, 2));
    await clock.advance(0);
    const late = recordAll(watcher, names.slice(2));
    await clock.advance(1000);
    expect(sent(operations)).toEqual({ get: 2, list: 3, wait: 0 });
    await clock.advance(1500);
    expect(sent(operations)).toEqual({ get: 2, list: 4, wait: 0 });
    stopAll([...early, ...late]);
  });

  it("that isn't answered in time has failed", async () => {
    const { clock, operations, watcher } = setUp({ get: [runs], list: [never] }, {}, LISTED);
    const states = recordAll(watcher, [A, B]);
    await clock.advance(30_000);
    expect(latest(states)).toEqual(["running", "running"]);
    expect(operations.open).toBe(0);
    stopAll(states);
    expect(clock.pending).toBe(0);
  });

  it("on a later page settles only what hasn't been seen", async () => {
    const names = namesOf(4);
    const { clock, operations, watcher } = setUp(
      {
        get: [runs],
        list: [{ ...all(names.slice(0, 2)), nextPageToken: "2" }, unavailable()],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, names);
    await settle(clock);
    const asked = operations.calls.filter(({ method }) => method === "get");
    expect(asked.map(({ request }) => request.name).toSorted()).toEqual(names.slice(2));
    expect(latest(states)).toEqual(names.map(() => "running"));
    stopAll(states);
  });
});

it("a list that fails on a later page gives no poll error to what it has shown before", async () => {
  const names = namesOf(4);
  const shown = names.filter((_, index) => index % 2 === 0);
  const { clock, watcher } = setUp(
    { get: [unavailable()], list: [{ ...all(shown), nextPageToken: "2" }, unavailable()] },
    {},
    LISTED,
  );
  const states = recordAll(watcher, names);
  await settle(clock);
  expect(states.map(({ values }) => values.map(({ pollError }) => pollError?.code))).toEqual([
    [undefined],
    [Code.UNAVAILABLE],
    [undefined],
    [Code.UNAVAILABLE],
  ]);
  stopAll(states);
});

describe("a service that can't be reached", () => {
  const names = namesOf(50);

  it("gives each operation the poll error, for one list and one get", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [unavailable()], list: [unavailable()] },
      {},
      LISTED,
    );
    const states = recordAll(watcher, names);
    await clock.advance(0);
    expect(states.every(({ values }) => values[0]?.pollError?.code === Code.UNAVAILABLE)).toBe(
      true,
    );
    expect(sent(operations)).toEqual({ get: 1, list: 1, wait: 0 });
    expect(operations.calls.map(({ options }) => options.timeoutMs)).toEqual([30_000, 30_000]);
    stopAll(states);
    expect(clock.pending).toBe(0);
  });

  it.each([
    ["without jitter", 0],
    ["with jitter", 0.2],
  ])("is asked as often for fifty operations as for two, %s", async (_how, jitter) => {
    let seed = 0;
    const random = () => {
      seed = (seed * 16_807 + 11) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const requests = async (watched: readonly string[]) => {
      const backoff = exponentialBackoff({ jitter, random });
      const { clock, operations, watcher } = setUp(
        { get: [unavailable()], list: [unavailable()] },
        { backoff },
        LISTED,
      );
      const states = recordAll(watcher, watched);
      await clock.advance(120_000);
      stopAll(states);
      expect(clock.pending).toBe(0);
      return operations.calls.length;
    };
    expect(await requests(names)).toBeLessThanOrEqual(2 * (await requests(names.slice(0, 2))));
  });

  it("is lost as unreachable after ten looks and five minutes, for each operation by itself", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [unavailable()], list: [unavailable()] },
      {},
      LISTED,
    );
    const states = recordAll(watcher, names);
    await clock.advance(299_000);
    expect(latest(states)).toEqual(names.map(() => "running"));
    await clock.advance(20_000);
    expect(states.map(({ values }) => values.at(-1))).toMatchObject(
      names.map(() => ({ type: "lost", reason: "unreachable" })),
    );
    expect(states.every(({ isComplete }) => isComplete)).toBe(true);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });

  it("is lost later for operations that came later", async () => {
    const { clock, watcher } = setUp({ get: [unavailable()], list: [unavailable()] }, {}, LISTED);
    const first = recordAll(watcher, names.slice(0, 5));
    await clock.advance(200_000);
    const second = recordAll(watcher, names.slice(5, 10));
    await clock.advance(120_000);
    expect([...latest(first), ...latest(second)]).toEqual([
      ...Array(5).fill("lost"),
      ...Array(5).fill("running"),
    ]);
    await clock.advance(200_000);
    expect(latest(second)).toEqual(Array(5).fill("lost"));
    expect(clock.pending).toBe(0);
  });

  it("denies all operations at once when it doesn't know the caller, for one list and one get", async () => {
    const stranger = new RpcError(Code.UNAUTHENTICATED, "who are you?");
    const { clock, operations, watcher } = setUp({ get: [stranger], list: [stranger] }, {}, LISTED);
    const states = recordAll(watcher, names);
    await clock.advance(0);
    expect(states.map(({ values }) => values.at(-1))).toMatchObject(
      names.map(() => ({ type: "lost", reason: "denied" })),
    );
    expect(sent(operations)).toEqual({ get: 1, list: 1, wait: 0 });
    expect(clock.pending).toBe(0);
  });

  it("clears the poll errors of all operations with the next good list", async () => {
    const three = [A, B, C];
    const { clock, operations, watcher } = setUp(
      { get: [unavailable()], list: [unavailable(), all(three)] },
      {},
      LISTED,
    );
    const states = recordAll(watcher, three);
    await clock.advance(1000);
    expect(states.map(({ values }) => values.map(({ pollError }) => pollError?.code))).toEqual(
      three.map(() => [Code.UNAVAILABLE, undefined]),
    );
    expect(sent(operations)).toEqual({ get: 1, list: 2, wait: 0 });
    stopAll(states);
  });

  it("isn't told of an operation that another look has shown while a get was to judge", async () => {
    const { clock, watcher } = setUp(
      {
        get: [() => clock.delay(1000).then(() => Promise.reject(notFound(A))), runs],
        list: [({ filter }) => (filter ? page(running(A)) : Promise.reject(unavailable()))],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, [A, B]);
    await clock.advance(100);
    const parent = watcher.watchAll(PARENT, { filter: "x" }).subscribe();
    await clock.advance(950);
    expect(states[0]?.values.map(({ pollError }) => pollError)).toEqual([undefined]);
    parent.unsubscribe();
    stopAll(states);
  });

  it("ends no look of others when the get that was to judge ends the last operation", async () => {
    const { clock, operations, watcher } = setUp(
      {
        get: [succeeded(A, image), runs],
        list: [() => clock.delay(1000).then(() => Promise.reject(unavailable())), never],
      },
      {},
      LISTED,
    );
    const [a, b] = recordAll(watcher, [A, B]);
    await clock.advance(500);
    b?.stop();
    const later = recordAll(watcher, namesOf(4));
    await clock.advance(501);
    expect(a?.values.at(-1)?.type).toBe("done");
    expect(sent(operations)).toEqual({ get: 1, list: 2, wait: 0 });
    stopAll(later);
    await clock.advance(0);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });
});
