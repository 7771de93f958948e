import { lastValueFrom } from "rxjs";
import { describe, expect, it, vi } from "vitest";
import {
  type CallOptions,
  Code,
  type ListOperationsRequest,
  type ListOperationsResponse,
  lookByList,
} from "../../src/index.ts";
import { running, VirtualClock } from "../../src/testing/index.ts";
import { record } from "../watcher/probe.ts";

const parent = { name: "projects/p", pageSize: 2 };
const row = (name: string) => running(`projects/p/operations/${name}`);

/** A service that lists so, and what it was asked. */
function listing(pageAt: (token: string | undefined) => ListOperationsResponse) {
  return {
    listOperations: vi.fn(async ({ pageToken }: ListOperationsRequest, _options?: CallOptions) =>
      pageAt(pageToken),
    ),
  };
}

describe("lookByList()", () => {
  it("reads page by page until the token is empty, though pages may be", async () => {
    const pages: Record<string, ListOperationsResponse> = {
      first: { operations: [row("a"), row("b")], nextPageToken: "empty" },
      empty: { operations: [], nextPageToken: "last" },
      last: { operations: [row("c")], nextPageToken: "" },
    };
    const service = listing((token = "first") => pages[token] ?? { operations: [] });
    expect(await lastValueFrom(lookByList(service, parent))).toEqual({
      operations: [row("a"), row("b"), row("c")],
      unreachable: [],
      isComplete: true,
    });
    expect(service.listOperations.mock.calls.map(([request]) => request)).toEqual([
      parent,
      { ...parent, pageToken: "empty" },
      { ...parent, pageToken: "last" },
    ]);
  });

  it("ends incomplete at a repeated token", async () => {
    const service = listing(() => ({ operations: [row("a")], nextPageToken: "again" }));
    const sight = await lastValueFrom(lookByList(service, parent));
    expect(sight).toMatchObject({ operations: [row("a"), row("a")], isComplete: false });
  });

  it("ends incomplete after a hundred pages", async () => {
    const service = listing((token = "0") => ({
      operations: [],
      nextPageToken: String(Number(token) + 1),
    }));
    const sight = await lastValueFrom(lookByList(service, parent));
    expect(sight.isComplete).toBe(false);
    expect(service.listOperations).toHaveBeenCalledTimes(100);
  });

  it("is incomplete where a location couldn't be asked, and names each once", async () => {
    const service = listing((token) => ({
      operations: [],
      unreachable: ["locations/a"],
      ...(token === undefined && { nextPageToken: "next" }),
    }));
    expect(await lastValueFrom(lookByList(service, parent))).toEqual({
      operations: [],
      unreachable: ["locations/a"],
      isComplete: false,
    });
  });

  it.each([
    [null, "null"],
    ["x".repeat(99), `string ${"x".repeat(40)}`],
    [[], "an array"],
  ])("fails where a row isn't an object: %o", async (odd, what) => {
    const service = listing(() => ({ operations: [row("a"), odd as never] }));
    await expect(lastValueFrom(lookByList(service, parent))).rejects.toMatchObject({
      code: Code.INTERNAL,
      rawMessage: `the list of projects/p has ${what} for an operation`,
    });
  });

  it("waits for its turn before each page after the first", async () => {
    const service = listing((token) => ({
      operations: [],
      ...(token === undefined && { nextPageToken: "next" }),
    }));
    const turn = vi.fn(async () => {
      expect(service.listOperations).toHaveBeenCalledTimes(1);
    });
    await lastValueFrom(lookByList(service, parent, { turn }));
    expect(turn).toHaveBeenCalledTimes(1);
    expect(service.listOperations).toHaveBeenCalledTimes(2);
  });

  it("sends nothing more when it is unsubscribed just as its turn comes", async () => {
    const service = listing(() => ({ operations: [], nextPageToken: "next" }));
    const leave = async (): Promise<void> => look.stop();
    const look = record(lookByList(service, parent, { turn: leave }));
    await new VirtualClock().advance(0);
    expect(service.listOperations).toHaveBeenCalledTimes(1);
    expect(look).toMatchObject({ values: [], errors: [], isComplete: false });
  });
});
