import { describe, expect, it } from "vitest";
import type { ListOperationsRequest, ListOperationsResponse, Operation } from "../../src/index.ts";
import { running, succeeded } from "../../src/testing/index.ts";
import { image, page } from "./parent-probe.ts";
import {
  inPages,
  LISTED,
  latest,
  namesOf,
  recordAll,
  sent,
  settle,
  stopAll,
} from "./plan-probe.ts";
import { runs, setUp } from "./probe.ts";

const FINISHED = namesOf(100_000, "projects/p").map((name) => succeeded(`${name}-old`, image));

/** Watches names for some time where the parent lists rows; gives what was asked and read. */
async function watched(
  names: readonly string[],
  list: (request: ListOperationsRequest) => ListOperationsResponse,
  ms: number,
  ways: readonly ("get" | "list")[] = ["get", "list"],
) {
  const read: number[] = [];
  const { clock, operations, watcher } = setUp(
    {
      get: [runs],
      list: [
        (request) => {
          const answer = list(request);
          read.push(answer.operations.length);
          return answer;
        },
      ],
    },
    { plan: { ways } },
    LISTED,
  );
  const states = recordAll(watcher, names);
  await clock.advance(ms);
  await settle(clock);
  expect(latest(states)).toEqual(names.map(() => "running"));
  const { plan } = watcher;
  stopAll(states);
  expect(clock.pending).toBe(0);
  return { read, plan, ...sent(operations) };
}

describe("what looks by list may cost", () => {
  it("is one page at most for ten names in a parent with 100 000 finished operations", async () => {
    const names = namesOf(10);
    const rows = [...FINISHED, ...names.map((name) => running(name))];
    const byList = await watched(names, inPages(rows), 20_000);
    const byGet = await watched(names, inPages(rows), 20_000, ["get"]);
    expect(byList.list).toBeGreaterThan(0);
    expect(Math.max(...byList.read)).toBeLessThanOrEqual(200);
    expect(byList.list + byList.get).toBeLessThanOrEqual(byGet.get + 2);
    expect([...byList.plan.lists.values()]).toEqual(["resting"]);
  });

  it("is paid less and less often there", async () => {
    const names = namesOf(10);
    const rows = [...FINISHED, ...names.map((name) => running(name))];
    const hour = await watched(names, inPages(rows), 3_600_000);
    expect(hour.list).toBeLessThanOrEqual(8);
  });

  it.each([
    ["an empty list", () => page()],
    ["a list of one of them", () => page(running("projects/p/operations/0"))],
    ["a list of other operations", inPages(FINISHED.slice(0, 5))],
    [
      "pages that are empty",
      ({ pageToken }: ListOperationsRequest): ListOperationsResponse => ({
        operations: [],
        nextPageToken: `${pageToken}+`,
      }),
    ],
    ["pages of one row", inPages(FINISHED, 1)],
    [
      "pages of few rows, rarely one that is wanted",
      inPages([running("projects/p/operations/0"), ...FINISHED.slice(0, 15)], 2),
    ],
    [
      "a long page with half of what is wanted",
      inPages([...FINISHED.slice(0, 195), ...namesOf(5).map((name) => running(name))]),
    ],
  ])("is soon not paid any more for %s", async (_which, list) => {
    const names = namesOf(10);
    const byList = await watched(names, list, 60_000);
    const byGet = await watched(names, list, 60_000, ["get"]);
    expect(byList.list + byList.get).toBeLessThanOrEqual(byGet.get + 2 * 11);
    expect([...byList.plan.lists.values()]).toEqual(["resting"]);
  });

  it.each([
    [2, 40],
    [10, 200],
    [100, 2000],
  ])("is at most 20 rows for each of %i names: %i", async (count, most) => {
    const names = namesOf(count);
    const { read } = await watched(names, inPages(FINISHED), 0);
    expect(read.length).toBeGreaterThan(0);
    expect(read.reduce((sum, rows) => sum + rows, 0)).toBeLessThanOrEqual(most);
  });

  it("is paid as long as the list has at most 20 rows for each name", async () => {
    const names = namesOf(10);
    const rows = [...FINISHED.slice(0, 190), ...names.map((name) => running(name))];
    const { get: gets, list, plan } = await watched(names, inPages(rows), 60_000);
    expect([gets, list]).toEqual([0, 9]);
    expect(plan.lists).toEqual(new Map([["projects/p", "used"]]));
  });
});

it("a name to which somebody comes back while a list is read is one name after that", async () => {
  const [late = "", ...names] = namesOf(3);
  const list = async () => {
    await clock.delay(5000);
    return page(...names.map((name) => running(name)));
  };
  const { clock, operations, watcher } = setUp({ get: [runs], list: [list] }, {}, LISTED);
  const states = recordAll(watcher, names);
  await clock.advance(500);
  const first = recordAll(watcher, [late]);
  await clock.advance(500);
  stopAll(first);
  states.push(...recordAll(watcher, [late]));
  await clock.advance(4000);
  expect(sent(operations)).toEqual({ get: 1, list: 1, wait: 0 });
  stopAll(states);
});

it("a long list isn't read any more for the few who stay", async () => {
  const names = namesOf(10);
  const rows = [...FINISHED.slice(0, 190), ...names.map((name) => running(name))];
  const { clock, operations, watcher } = setUp({ get: [runs], list: [inPages(rows)] }, {}, LISTED);
  const states = recordAll(watcher, names);
  await clock.advance(10_000);
  const before = sent(operations);
  stopAll(states.splice(2));
  await clock.advance(60_000);
  expect([before.get, sent(operations).list - before.list]).toEqual([0, 0]);
  expect(sent(operations).get).toBeGreaterThan(5);
  stopAll(states);
});

describe("the pages of a look by list", () => {
  it.each([1, 2, 5, 20])("end when all of %i wanted names were seen", async (count) => {
    const names = namesOf(count + 1);
    const rows: Operation[] = [...names.map((name) => running(name)), ...FINISHED.slice(0, 500)];
    const { list, get: gets } = await watched(names, inPages(rows, count + 1), 0);
    expect([list, gets]).toEqual([1, 0]);
  });

  it("end when more were read than names are unseen; these are asked for by get", async () => {
    const names = namesOf(4);
    const { list, get: gets } = await watched(names, inPages(FINISHED, 1), 0);
    expect(list).toBe(5);
    expect(gets).toBe(4);
  });

  it("end the sooner the fewer names are unseen", async () => {
    const names = namesOf(4);
    const rows = [...names.slice(0, 2).map((name) => running(name)), ...FINISHED];
    const { list, get: gets } = await watched(names, inPages(rows, 1), 0);
    expect([list, gets]).toEqual([3, 2]);
  });

  it("end the sooner the more names are left meanwhile, even if somebody comes back to them", async () => {
    const list = async (request: ListOperationsRequest) => {
      await clock.delay(1000);
      return inPages(FINISHED, 1)(request);
    };
    const { clock, operations, watcher } = setUp({ get: [runs], list: [list] }, {}, LISTED);
    const states = recordAll(watcher, namesOf(10));
    await clock.advance(0);
    stopAll(states.splice(2));
    for (let times = 0; times < 10; times += 1) {
      stopAll(states.splice(1));
      states.push(...recordAll(watcher, namesOf(2).slice(1)));
      await clock.advance(90);
    }
    await clock.advance(2100);
    expect(sent(operations)).toEqual({ get: 2, list: 3, wait: 0 });
    stopAll(states);
  });

  it("end with a token that comes again", async () => {
    const names = namesOf(30);
    const { list, get: gets } = await watched(
      names,
      () => ({ operations: [], nextPageToken: "again" }),
      0,
    );
    expect([list, gets]).toEqual([2, 30]);
  });

  it("end with tokens that go in a circle", async () => {
    const names = namesOf(30);
    const next: Record<string, string> = { start: "a", a: "b", b: "c", c: "a" };
    const { list, get: gets } = await watched(
      names,
      ({ pageToken = "start" }: ListOperationsRequest): ListOperationsResponse => ({
        operations: [],
        nextPageToken: next[pageToken] ?? "",
      }),
      0,
    );
    expect([list, gets]).toEqual([4, 30]);
  });

  it("end after a hundred", async () => {
    const names = namesOf(150);
    const { list, get: gets } = await watched(
      names,
      ({ pageToken }: ListOperationsRequest): ListOperationsResponse => ({
        operations: [],
        nextPageToken: `${Number(pageToken ?? 0) + 1}`,
      }),
      0,
    );
    expect([list, gets]).toEqual([100, 150]);
  });

  it("are all asked for with the same size", async () => {
    const names = namesOf(100);
    const sizes: unknown[] = [];
    await watched(
      names,
      (request) => {
        const { pageSize } = request;
        sizes.push(pageSize);
        return inPages(
          [...FINISHED.slice(0, 1500), ...names.map((name) => running(name))],
          500,
        )(request);
      },
      0,
    );
    expect(sizes.length).toBeGreaterThan(1);
    expect(new Set(sizes).size).toBe(1);
  });
});
