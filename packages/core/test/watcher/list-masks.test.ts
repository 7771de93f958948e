import { describe, expect, it } from "vitest";
import {
  type CallOptions,
  Code,
  type ListOperationsRequest,
  type Operation,
  RpcError,
} from "../../src/index.ts";
import { running, succeeded, unavailable } from "../../src/testing/index.ts";
import { A, B, image, PARENT, page } from "./parent-probe.ts";
import { LISTED, namesOf, recordAll, sent, stopAll } from "./plan-probe.ts";
import { never, record, setUp } from "./probe.ts";

const metadata = { progress: 0.5 };
const get = ({ name }: { readonly name: string }) => running(name, metadata);

/** A service that understands masks, where operations end at some time. */
function masking(endsAtMs = Number.POSITIVE_INFINITY, masks = true) {
  const rowOf = (name: string, isPartial: boolean): Operation => ({
    ...(set.clock.now() < endsAtMs ? { name } : succeeded(name, image)),
    ...(isPartial ? {} : { metadata }),
  });
  const list = (_request: ListOperationsRequest, { fields }: { readonly fields?: string }) => {
    if (!masks && fields !== undefined) {
      throw new RpcError(Code.INVALID_ARGUMENT, "Invalid field selection");
    }
    return page(...[A, B].map((name) => rowOf(name, fields !== undefined)));
  };
  const whole = ({ name }: { readonly name: string }) => rowOf(name, false);
  const set = setUp({ get: [whole], list: [list] }, {}, LISTED);
  const fields = () =>
    set.operations.calls
      .filter(({ method }) => method === "list")
      .map(({ options }) => options.fields);
  return { ...set, fields };
}

describe("the field mask of a look by list", () => {
  it("leaves metadata out where only outcomes are asked for", async () => {
    const { clock, watcher, fields } = masking(2000);
    const outcomes = Promise.all([watcher.watch(A).outcome(), watcher.watch(B).outcome()]);
    await clock.advance(2500);
    expect(await outcomes).toEqual([
      { type: "succeeded", response: image },
      { type: "succeeded", response: image },
    ]);
    expect(fields()).toEqual(
      Array(3).fill("operations(name,done,error,response),nextPageToken,unreachable"),
    );
  });

  it("isn't there while anybody looks at the states of one of them", async () => {
    const { clock, watcher, fields } = masking();
    const states = record(watcher.watch(A).states);
    const outcome = record(watcher.watch(B).cancellation);
    await clock.advance(10_000);
    expect(fields().length).toBeGreaterThan(1);
    expect(fields().every((mask) => mask === undefined)).toBe(true);
    expect(states.values.map(({ progress }) => progress)).toEqual([0.5]);
    stopAll([states, outcome]);
  });

  it("isn't there while anybody watches the parent: it sees all states", async () => {
    const { clock, watcher } = masking(4000);
    const outcomes = [watcher.watch(A).outcome(), watcher.watch(B).outcome()];
    await clock.advance(300);
    const parent = record(watcher.watchAll(PARENT));
    await clock.advance(60_000);
    await Promise.all(outcomes);
    const ended = parent.values
      .flatMap(({ operations }) => [...operations.values()])
      .filter(({ type }) => type === "done");
    expect(ended.length).toBeGreaterThan(0);
    expect(ended.every((state) => state.metadata !== undefined)).toBe(true);
    parent.stop();
  });

  it("keeps no metadata from those who watch the parent: each end is got whole", async () => {
    const { clock, operations, watcher, fields } = masking(65_500);
    const parent = record(watcher.watchAll(PARENT));
    await clock.advance(64_000);
    const looks = fields().length;
    const outcomes = [A, B].map((name) => watcher.watch(name).outcome());
    await clock.advance(4000);
    await Promise.all(outcomes);
    expect(fields().slice(looks)).not.toContain(undefined);
    expect(operations.count("get")).toBe(2);
    const ends = parent.values
      .flatMap((state) => [...state.operations.values()])
      .filter(({ type }) => type === "done");
    expect(ends.length).toBeGreaterThan(1);
    expect(ends.every((state) => state.metadata !== undefined)).toBe(true);
    parent.stop();
  });

  it("leaves nothing out for good: who watches the parent later sees the metadata of an end", async () => {
    const { clock, watcher } = masking(2000);
    const watch = watcher.watch(A);
    const outcomes = Promise.all([watch.outcome(), watcher.watch(B).outcome()]);
    await clock.advance(3000);
    await outcomes;
    expect(watch.state).toMatchObject({ type: "done", operation: succeeded(A, image) });
    expect(watch.state).not.toHaveProperty("metadata");
    const parent = record(watcher.watchAll(PARENT));
    await clock.advance(0);
    expect(parent.values.at(-1)?.operations.get(A)).toMatchObject({ type: "done", metadata });
    expect(watch.state).toMatchObject({ type: "done", metadata });
    parent.stop();
  });

  it("leaves nothing out for good of an end that can't be read either", async () => {
    const ended = { ...succeeded(A, image), error: { code: Code.INTERNAL } };
    const list = (_request: unknown, { fields }: CallOptions) =>
      page(fields === undefined ? { ...ended, metadata } : ended, running(B));
    const { clock, watcher } = setUp({ list: [list] }, {}, LISTED);
    const others = record(watcher.watch(B).cancellation);
    const outcome = watcher.watch(A).outcome();
    await clock.advance(0);
    expect(await outcome).toMatchObject({ type: "malformed" });
    const parent = record(watcher.watchAll(PARENT));
    await clock.advance(0);
    expect(parent.values.at(-1)?.operations.get(A)).toMatchObject({ type: "done", metadata });
    stopAll([others, parent]);
  });

  it("leaves nothing out for good, though a look at the parent from before the end answers late", async () => {
    const { clock, operations, watcher } = masking(1000);
    const { listOperations } = operations;
    operations.listOperations = async (request, options) => {
      const answer = await listOperations(request, options);
      if (clock.now() < 1000 && options?.fields === undefined) await clock.delay(5000);
      return answer;
    };
    const outcomes = Promise.all([A, B].map((name) => watcher.watch(name).outcome()));
    await clock.advance(300);
    const parent = record(watcher.watchAll(PARENT));
    await clock.advance(3000);
    await outcomes;
    await clock.advance(60_000);
    expect(parent.values.at(-1)?.operations.get(A)).toMatchObject({ type: "done", metadata });
    parent.stop();
  });

  it("takes nothing away that was seen before, when rows show that the service is back", async () => {
    const { clock, operations, watcher, fields } = masking();
    const watch = watcher.watch(A);
    const states = record(watch.states);
    await clock.advance(0);
    states.stop();
    const outcomes = [A, B].map((name) => record(watcher.watch(name).cancellation));
    const { getOperation, listOperations } = operations;
    const away = () => Promise.reject(unavailable());
    Object.assign(operations, { getOperation: away, listOperations: away });
    await clock.advance(3000);
    expect(watch.state).toMatchObject({ metadata, pollError: { code: Code.UNAVAILABLE } });
    Object.assign(operations, { getOperation, listOperations });
    await clock.advance(10_000);
    expect(fields().at(-1)).toBeDefined();
    expect(watch.state).toEqual(states.values[0]);
    stopAll(outcomes);
  });

  it("is never used again after INVALID_ARGUMENT, and the list is", async () => {
    const { clock, operations, watcher, fields } = masking(5000, false);
    const outcomes = Promise.all([watcher.watch(A).outcome(), watcher.watch(B).outcome()]);
    await clock.advance(60_000);
    expect(await outcomes).toHaveLength(2);
    expect(fields().filter((mask) => mask !== undefined)).toHaveLength(1);
    expect(watcher.plan.lists).toEqual(new Map([[PARENT, "used"]]));
    expect(operations.count("get")).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it("is used again after a list that failed for another reason", async () => {
    const partial = page(running(A), running(B));
    const { clock, operations, watcher } = setUp(
      { get: [get], list: [unavailable(), partial] },
      {},
      LISTED,
    );
    const outcomes = [A, B].map((name) => record(watcher.watch(name).cancellation));
    await clock.advance(2000);
    const masks = operations.calls
      .filter(({ method }) => method === "list")
      .map(({ options }) => options.fields !== undefined);
    expect(masks).toEqual([true, true]);
    stopAll(outcomes);
  });

  it("isn't blamed by a list that refuses the request without it, too", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [get], list: [new RpcError(Code.INVALID_ARGUMENT, "a filter is required")] },
      {},
      LISTED,
    );
    const outcomes = [A, B].map((name) => record(watcher.watch(name).cancellation));
    await clock.advance(60_000);
    expect(operations.count("list")).toBe(2);
    expect(watcher.plan.lists).toEqual(new Map([[PARENT, "refused"]]));
    stopAll(outcomes);
  });
});

describe("a subscriber to the states of an operation that was seen without metadata", () => {
  it("gets them by an immediate get", async () => {
    const { clock, operations, watcher } = masking();
    const outcomes = [A, B].map((name) => record(watcher.watch(name).cancellation));
    await clock.advance(1100);
    const states = record(watcher.watch(A).states);
    await clock.advance(0);
    expect(states.values.at(-1)).toMatchObject({ metadata, progress: 0.5 });
    expect(sent(operations)).toEqual({ get: 1, list: 2, wait: 0 });
    stopAll([...outcomes, states]);
    expect(clock.pending).toBe(0);
  });

  it("gets them by an immediate get when the same view asked for the outcome before", async () => {
    const { clock, operations, watcher } = masking();
    const watch = watcher.watch(A);
    const outcomes = [watch.cancellation, watcher.watch(B).cancellation].map((stream) =>
      record(stream),
    );
    await clock.advance(1100);
    const states = record(watch.states);
    await clock.advance(0);
    expect(states.values.at(-1)).toMatchObject({ metadata });
    expect(operations.count("get")).toBe(1);
    stopAll([...outcomes, states]);
  });

  it("gets them by one get, however often it comes and goes", async () => {
    const { clock, operations, watcher } = masking();
    const outcomes = [A, B].map((name) => record(watcher.watch(name).cancellation));
    await clock.advance(1100);
    for (let time = 0; time < 10; time += 1) {
      const states = record(watcher.watch(A).states);
      await clock.advance(10);
      states.stop();
    }
    expect(operations.count("get")).toBe(1);
    stopAll(outcomes);
    expect(clock.pending).toBe(0);
  });

  it("gets them even if a list without metadata is under way", async () => {
    const { clock, watcher } = setUp(
      {
        get: [get],
        list: [() => clock.delay(1000).then(() => page(running(A), running(B)))],
      },
      {},
      LISTED,
    );
    const outcomes = [A, B].map((name) => record(watcher.watch(name).cancellation));
    await clock.advance(500);
    const states = record(watcher.watch(A).states);
    await clock.advance(500);
    expect(states.values.at(-1)).toMatchObject({ metadata });
    stopAll([...outcomes, states]);
  });

  it("isn't shown states without metadata in between", async () => {
    const { clock, watcher } = masking(8000);
    const outcomes = [A, B].map((name) => record(watcher.watch(name).cancellation));
    const seen = [];
    for (let time = 0; time < 7; time += 1) {
      const states = record(watcher.watch(A).states);
      await clock.advance(500);
      seen.push(...states.values);
      states.stop();
      await clock.advance(500);
    }
    expect(seen.filter((state) => state.metadata === undefined)).toHaveLength(0);
    stopAll(outcomes);
  });
});

it("a list with a thousand rows and no metadata tells states once", async () => {
  const names = namesOf(1000);
  const { clock, watcher } = setUp(
    { get: [get], list: [page(...names.map((name) => running(name)))] },
    {},
    LISTED,
  );
  const states = recordAll(watcher, names);
  await clock.advance(60_000);
  expect(states.every(({ values }) => values.length === 1)).toBe(true);
  stopAll(states);
});

it("several subscribers that come for metadata get it by one look", async () => {
  const slowly = ({ name }: { readonly name: string }) =>
    set.clock.delay(100).then(() => running(name, metadata));
  const set = setUp({ get: [slowly], list: [page(running(A), running(B))] }, {}, LISTED);
  const waiting = [A, B].map((name) => record(set.watcher.watch(name).cancellation));
  await set.clock.advance(1100);
  const first = record(set.watcher.watch(A).states);
  await set.clock.advance(10);
  const second = record(set.watcher.watch(A).states);
  await set.clock.advance(300);
  expect(set.operations.count("get")).toBe(1);
  stopAll([...waiting, first, second]);
});

it("a subscriber that comes back before metadata has come is told at once", async () => {
  const { clock, operations, watcher } = setUp(
    { get: [never, get], list: [page(running(A), running(B))] },
    {},
    LISTED,
  );
  const waiting = [A, B].map((name) => record(watcher.watch(name).cancellation));
  await clock.advance(1100);
  const watch = watcher.watch(A);
  record(watch.states).stop();
  const first = record(watch.states);
  await clock.advance(10);
  stopAll([...waiting, first]);
  const second = record(watch.states);
  await clock.advance(0);
  expect(watch.state).toMatchObject({ metadata });
  expect(operations.count("get")).toBe(2);
  second.stop();
});
