import { describe, expect, it } from "vitest";
import type { Operation } from "../../src/index.ts";
import { cancelled, failed, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { image, page } from "./parent-probe.ts";
import { LISTED, namesOf, recordAll, sent, settle, stopAll } from "./plan-probe.ts";
import { setUp } from "./probe.ts";

const NAMES = namesOf(5);
const all = (row: (name: string) => Operation) => page(...NAMES.map(row));
/** A list in which the first of them have ended without a result. */
const rows = (ended: number) =>
  page(...NAMES.map((name, index) => (index < ended ? succeeded(name) : running(name))));

describe("an end in a list", () => {
  it.each([
    ["a response", (name: string) => succeeded(name, image), "succeeded"],
    ["an error", (name: string) => failed(name, 13), "failed"],
    ["a cancellation", cancelled, "cancelled"],
    [
      "a result that can't be read",
      (name: string): Operation => ({ ...failed(name, 13), response: image }),
      "malformed",
    ],
  ])("with %s is the outcome", async (_which, row, type) => {
    const { clock, operations, watcher } = setUp({ list: [all(row)] }, {}, LISTED);
    const states = recordAll(watcher, NAMES);
    await clock.advance(0);
    expect(
      states.map(({ values }) =>
        values.map((state) => state.type === "done" && state.outcome.type),
      ),
    ).toEqual(NAMES.map(() => [type]));
    expect([clock.pending, operations.count("get")]).toEqual([0, 0]);
  });
});

describe("an end without a result in a list", () => {
  it("is settled by one get", async () => {
    const { clock, operations, watcher } = setUp(
      {
        get: [({ name }) => succeeded(name, image)],
        list: [rows(1)],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, NAMES);
    await clock.advance(0);
    expect(states[0]?.values).toMatchObject([{ type: "done", outcome: { response: image } }]);
    expect(sent(operations)).toEqual({ get: 1, list: 1, wait: 0 });
    stopAll(states);
  });

  it("is believed once a get has agreed", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [({ name }) => succeeded(name)], list: [rows(1), rows(4)] },
      {},
      LISTED,
    );
    const states = recordAll(watcher, NAMES);
    await clock.advance(1000);
    expect(states.map(({ values }) => values.at(-1)?.type)).toEqual([
      ...Array(4).fill("done"),
      "running",
    ]);
    expect(sent(operations)).toEqual({ get: 1, list: 2, wait: 0 });
    stopAll(states);
    expect(clock.pending).toBe(0);
  });

  it("is never believed again once a get has found a result", async () => {
    const { clock, operations, watcher } = setUp(
      {
        get: [({ name }) => (name === NAMES[0] ? succeeded(name, image) : succeeded(name))],
        list: [rows(2), rows(3), rows(4), rows(5)],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, NAMES);
    await clock.advance(60_000);
    expect(states[0]?.values.at(-1)).toMatchObject({ outcome: { response: image } });
    expect(states.every(({ values }) => values.at(-1)?.type === "done")).toBe(true);
    expect(operations.count("get")).toBe(5);
    expect(clock.pending).toBe(0);
  });

  it("isn't believed because of a get for something that the list hadn't claimed", async () => {
    const { clock, watcher } = setUp(
      {
        get: [({ name }) => (name === NAMES[0] ? succeeded(name) : succeeded(name, image))],
        list: [
          page(...NAMES.slice(1).map((name) => running(name))),
          page(...NAMES.slice(1).map((name) => succeeded(name))),
        ],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, NAMES);
    await clock.advance(5000);
    expect(states.slice(1).map(({ values }) => values.at(-1))).toMatchObject(
      NAMES.slice(1).map(() => ({ outcome: { type: "succeeded", response: image } })),
    );
  });

  it("isn't believed because of a get for another, while those that the list has claimed still run", async () => {
    const get = ({ name }: { readonly name: string }) => {
      if (name === NAMES[0]) return succeeded(name);
      return clock.now() < 500 ? running(name) : succeeded(name, image);
    };
    const claims = page(...NAMES.slice(1).map((name) => succeeded(name)));
    const { clock, watcher } = setUp({ get: [get], list: [claims] }, {}, LISTED);
    const states = recordAll(watcher, NAMES);
    await clock.advance(5000);
    expect(states.slice(1).map(({ values }) => values.at(-1))).toMatchObject(
      NAMES.slice(1).map(() => ({ outcome: { type: "succeeded", response: image } })),
    );
  });

  it("is believed once a get has agreed, though it had found the operation running before", async () => {
    const { clock, operations, watcher } = setUp(
      {
        get: [({ name }) => running(name), ({ name }) => succeeded(name)],
        list: [rows(1), rows(1), rows(5)],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, NAMES);
    await clock.advance(5000);
    expect(states.map(({ values }) => values.at(-1)?.type)).toEqual(NAMES.map(() => "done"));
    expect(operations.count("get")).toBe(2);
  });

  it("isn't believed while the get that is to settle it finds the operation running", async () => {
    const { clock, watcher } = setUp(
      { get: [({ name }) => running(name)], list: [all((name) => succeeded(name))] },
      {},
      LISTED,
    );
    const states = recordAll(watcher, NAMES);
    await clock.advance(60_000);
    expect(states.map(({ values }) => values.map(({ type }) => type))).toEqual(
      NAMES.map(() => ["running"]),
    );
    stopAll(states);
    expect(clock.pending).toBe(0);
  });

  it("is settled later when the get fails", async () => {
    const { clock, watcher } = setUp(
      {
        get: [...Array(5).fill(unavailable()), ({ name }) => succeeded(name, image)],
        list: [all((name) => succeeded(name))],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, NAMES);
    await clock.advance(0);
    expect(states.every(({ values }) => values.at(-1)?.pollError !== undefined)).toBe(true);
    await clock.advance(1000);
    await settle(clock);
    expect(states.map(({ values }) => values.at(-1))).toMatchObject(
      NAMES.map(() => ({ outcome: { response: image } })),
    );
    expect(clock.pending).toBe(0);
  });
});
