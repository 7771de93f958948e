import { describe, expect, it } from "vitest";
import { Code, exponentialBackoff, type ListOperationsRequest, RpcError } from "../../src/index.ts";
import { notFound, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { A, B, C, image, PARENT, page } from "./parent-probe.ts";
import { HELD, inPages, LISTED, latest, namesOf, recordAll, sent, stopAll } from "./plan-probe.ts";
import { never, record, runs, setUp } from "./probe.ts";

describe("looks by list", () => {
  it("tell all that were watched in the same turn by one request", async () => {
    const names = namesOf(50);
    const { clock, operations, watcher } = setUp(
      { get: [runs], list: [inPages(names.map((name) => running(name)))] },
      {},
      LISTED,
    );
    const states = recordAll(watcher, names);
    await clock.advance(0);
    expect(sent(operations)).toEqual({ get: 0, list: 1, wait: 0 });
    expect(latest(states)).toEqual(names.map(() => "running"));
    await clock.advance(60_000);
    expect(sent(operations)).toEqual({ get: 0, list: 9, wait: 0 });
    stopAll(states);
    expect(clock.pending).toBe(0);
  });

  it("tell the end of each and complete", async () => {
    const { clock, operations, watcher } = setUp(
      {
        list: [page(running(A), running(B)), page(succeeded(A, image), succeeded(B, image))],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, [A, B]);
    await clock.advance(1000);
    expect(states.map(({ values }) => values.map(({ type }) => type))).toEqual([
      ["running", "done"],
      ["running", "done"],
    ]);
    expect([clock.pending, sent(operations)]).toEqual([0, { get: 0, list: 2, wait: 0 }]);
  });

  it("aren't made for a single name", async () => {
    const { clock, operations, watcher } = setUp({ get: [runs] }, {}, LISTED);
    const states = recordAll(watcher, [A]);
    await clock.advance(60_000);
    expect(operations.count("list")).toBe(0);
    stopAll(states);
  });

  it.each([
    ["the service can't list", {}, HELD],
    ["the list of an operation isn't known", {}, { methods: new Set(["get", "list"] as const) }],
    ["the plan leaves them out", { plan: { ways: ["get"] as const } }, LISTED],
  ])("aren't made when %s", async (_when, options, facts) => {
    const { methods, ...others } = facts;
    const withoutWait = new Set([...(methods ?? [])].filter((method) => method !== "wait"));
    const { clock, operations, watcher } = setUp({ get: [runs] }, options, {
      ...others,
      methods: withoutWait,
    });
    const states = recordAll(watcher, namesOf(5));
    await clock.advance(1000);
    expect(sent(operations)).toEqual({ get: 10, list: 0, wait: 0 });
    stopAll(states);
  });

  it("are made for each parent on its own", async () => {
    const names = [...namesOf(3, "projects/p"), ...namesOf(3, "projects/q")];
    const asked: ListOperationsRequest[] = [];
    const { clock, watcher } = setUp(
      {
        get: [runs],
        list: [
          (request) => {
            asked.push(request);
            return inPages(
              names.filter((name) => name.startsWith(request.name)).map((name) => running(name)),
            )(request);
          },
        ],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, names);
    await clock.advance(0);
    expect(asked.map(({ name }) => name)).toEqual(["projects/p", "projects/q"]);
    expect(asked.every(({ filter }) => filter === undefined)).toBe(true);
    expect(latest(states)).toEqual(names.map(() => "running"));
    stopAll(states);
  });

  it("tell of operations that aren't due, too, and postpone their looks", async () => {
    const rows = page(running(A, { progress: 0.5 }), running(B), running(C));
    const { clock, operations, watcher } = setUp({ get: [runs], list: [rows] }, {}, LISTED);
    const first = record(watcher.watch(A).states);
    await clock.advance(900);
    expect(sent(operations)).toEqual({ get: 1, list: 0, wait: 0 });
    const others = recordAll(watcher, [B, C]);
    await clock.advance(0);
    expect(first.values.at(-1)?.progress).toBe(0.5);
    await clock.advance(900);
    expect(sent(operations)).toEqual({ get: 1, list: 1, wait: 0 });
    stopAll([first, ...others]);
    expect(clock.pending).toBe(0);
  });

  it("never overlap", async () => {
    const open = { now: 0, most: 0 };
    const { clock, watcher } = setUp(
      {
        get: [runs],
        list: [
          async (request) => {
            open.now += 1;
            open.most = Math.max(open.most, open.now);
            await clock.delay(5000);
            open.now -= 1;
            return inPages(namesOf(40).map((name) => running(name)))(request);
          },
        ],
      },
      {},
      LISTED,
    );
    const states = [];
    for (let from = 0; from < 40; from += 4) {
      states.push(...recordAll(watcher, namesOf(40).slice(from, from + 4)));
      await clock.advance(700);
    }
    await clock.advance(60_000);
    expect(open.most).toBe(1);
    expect(latest(states)).toEqual(namesOf(40).map(() => "running"));
    stopAll(states);
  });

  it("leave a pause of half the delay between each other, however long one takes", async () => {
    const times: number[] = [];
    const { clock, watcher } = setUp(
      {
        get: [runs],
        list: [
          async () => {
            times.push(clock.now());
            await clock.delay(20_000);
            times.push(clock.now());
            return page(running(A), running(B));
          },
        ],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, [A, B]);
    await clock.advance(200_000);
    const pauses = times.flatMap((time, index) =>
      index % 2 === 1 && index + 1 < times.length ? [(times[index + 1] ?? 0) - time] : [],
    );
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(500);
    stopAll(states);
  });

  it("leave none after one that showed nothing, for who came back while it was under way", async () => {
    const names = namesOf(3);
    const fail = async () => {
      await clock.delay(25_000);
      throw unavailable();
    };
    const { clock, operations, watcher } = setUp(
      { get: [runs], list: [page(...names.map((name) => running(name))), fail] },
      {},
      LISTED,
    );
    const states = recordAll(watcher, names);
    await clock.advance(500);
    stopAll(states.splice(2));
    await clock.advance(20_000);
    states.push(...recordAll(watcher, names.slice(2)));
    await clock.advance(5500);
    expect(sent(operations)).toEqual({ get: 3, list: 2, wait: 0 });
    stopAll(states);
  });

  it("come a second after a request to cancel, however long the others still rest", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [runs], list: [page(running(A), running(B))], cancel: [undefined] },
      {},
      LISTED,
    );
    const states = recordAll(watcher, [A, B]);
    await clock.advance(200_000);
    const { list } = sent(operations);
    while (sent(operations).list === list) await clock.advance(100);
    watcher.watch(A).cancel();
    const before = sent(operations);
    await clock.advance(1000);
    expect(sent(operations)).not.toEqual(before);
    stopAll(states);
  });

  it("ask by get for what they don't show: there or gone", async () => {
    const { clock, operations, watcher } = setUp(
      {
        get: [({ name }) => (name === C ? Promise.reject(notFound(name)) : running(name))],
        list: [page(running(A), running(B), running(C)), page(running(A))],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, [A, B, C]);
    await clock.advance(1000);
    expect(sent(operations)).toEqual({ get: 2, list: 2, wait: 0 });
    expect(states.map(({ values }) => values.at(-1))).toMatchObject([
      { type: "running" },
      { type: "running" },
      { type: "lost", reason: "gone" },
    ]);
    expect(states[1]?.values.at(-1)?.pollError).toBeUndefined();
    stopAll(states);
  });

  it("take no row of a list for an operation that can't be read, and go on", async () => {
    const odd = { name: A, done: "yes" } as never;
    const { clock, watcher } = setUp(
      { get: [runs], list: [page(odd, running(B), { done: false } as never)] },
      {},
      LISTED,
    );
    const states = recordAll(watcher, [A, B]);
    await clock.advance(0);
    expect(states.map(({ values }) => values)).toMatchObject([
      [{ type: "running" }],
      [{ type: "running" }],
    ]);
    stopAll(states);
  });

  it("go on for the others when finding the parent of one throws", async () => {
    const listParent = (name: string) => {
      if (name === A) throw new Error("odd name");
      return PARENT;
    };
    const { clock, watcher } = setUp(
      { get: [runs], list: [page(running(B), running(C))] },
      {},
      { ...LISTED, listParent },
    );
    const states = recordAll(watcher, [A, B, C]);
    await clock.advance(0);
    expect(latest(states)).toEqual(["running", "running", "running"]);
    stopAll(states);
  });
});

describe("a cancellation", () => {
  it("isn't judged by a list, and a get for it doesn't wait for a list under way", async () => {
    const { clock, operations, watcher } = setUp(
      {
        get: [succeeded(A, image)],
        list: [page(running(A), running(B)), never],
        cancel: [new RpcError(Code.FAILED_PRECONDITION, "ended")],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, [A, B]);
    await clock.advance(1000);
    const cancel = record(watcher.watch(A).cancel());
    await clock.advance(0);
    expect(cancel.values).toMatchObject([{ type: "completed" }]);
    expect(operations.count("get")).toBe(1);
    stopAll(states);
    await clock.advance(0);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });
});

it("operations that watchAll() shows at the time of a look by list are looked at to their end", async () => {
  const names = namesOf(2);
  const { clock, watcher } = setUp(
    {
      get: [({ name }) => running(name)],
      list: [
        async ({ pageSize }) => {
          // The list of watchAll() is answered first.
          if (pageSize !== 1000) await clock.delay(100);
          const hasEnded = clock.now() > 600_000;
          return page(...names.map((name) => (hasEnded ? succeeded(name, image) : running(name))));
        },
      ],
    },
    { backoff: exponentialBackoff({ factor: 1, jitter: 0 }) },
    LISTED,
  );
  const parent = record(watcher.watchAll(PARENT));
  const states = recordAll(watcher, names);
  await clock.advance(700_000);
  expect(states.map(({ isComplete }) => isComplete)).toEqual(names.map(() => true));
  parent.stop();
  expect(clock.pending).toBe(0);
});
