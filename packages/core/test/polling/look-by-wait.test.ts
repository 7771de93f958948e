import { describe, expect, it } from "vitest";
import { Code, lookByWait, RpcError } from "../../src/index.ts";
import { createScriptedOperations, running, succeeded } from "../../src/testing/index.ts";
import { never } from "../watcher/probe.ts";

const NAME = "projects/p/operations/o";

/** What one subscription gives. */
function look(
  operations: ReturnType<typeof createScriptedOperations>,
  options: Parameters<typeof lookByWait>[2],
) {
  return new Promise((resolve, reject) => {
    lookByWait(operations, NAME, options).subscribe({ next: resolve, error: reject });
  });
}

describe("lookByWait()", () => {
  it("asks the service to hold its answer, and gives it time for that", async () => {
    const operations = createScriptedOperations({ wait: [succeeded(NAME)] });
    expect(await look(operations, { holdMs: 5000, timeoutMs: 30_000, fields: "done" })).toEqual(
      succeeded(NAME),
    );
    expect(operations.calls).toMatchObject([
      {
        method: "wait",
        request: { name: NAME, timeoutMs: 5000 },
        options: { timeoutMs: 35_000, fields: "done", retry: false },
      },
    ]);
  });

  it("sets no time limit of its own", async () => {
    const operations = createScriptedOperations({ wait: [running(NAME)] });
    await look(operations, { holdMs: 0 });
    expect(operations.calls[0]?.request).toEqual({ name: NAME, timeoutMs: 0 });
    expect(operations.calls[0]?.options).not.toHaveProperty("timeoutMs");
  });

  it("sends one request for each subscription, and none before", async () => {
    const operations = createScriptedOperations({ wait: [running(NAME)] });
    const wait = lookByWait(operations, NAME, { holdMs: 1 });
    expect(operations.count("wait")).toBe(0);
    wait.subscribe();
    wait.subscribe();
    expect(operations.count("wait")).toBe(2);
    await Promise.resolve();
  });

  it("aborts the request when nobody wants it any more", async () => {
    const operations = createScriptedOperations({ wait: [never] });
    const subscription = lookByWait(operations, NAME, { holdMs: 1000 }).subscribe();
    expect(operations.open).toBe(1);
    subscription.unsubscribe();
    expect(operations.calls[0]?.options.signal?.aborted).toBe(true);
    await expect.poll(() => operations.open).toBe(0);
  });

  it.each([
    ["an RpcError as it is", new RpcError(Code.UNIMPLEMENTED, "no"), { code: Code.UNIMPLEMENTED }],
    ["what else is thrown as UNKNOWN", new Error("socket hang up"), { code: Code.UNKNOWN }],
    ["an answer that is no operation as INTERNAL", "odd" as never, { code: Code.INTERNAL }],
  ])("fails with %s", async (_which, answer, error) => {
    const operations = createScriptedOperations({ wait: [answer] });
    await expect(look(operations, { holdMs: 0 })).rejects.toMatchObject(error);
  });
});
