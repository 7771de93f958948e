import { describe, expect, it } from "vitest";
import { createWatcher } from "../../src/index.ts";
import { createScriptedOperations, running, VirtualClock } from "../../src/testing/index.ts";
import { HELD } from "./plan-probe.ts";
import { NAME, record } from "./probe.ts";

describe("the options of a watcher", () => {
  it("name only ways that exist", () => {
    const operations = createScriptedOperations({});
    const plan = { ways: ["gets"] } as never;
    expect(() => createWatcher(operations, { plan })).toThrow(
      new TypeError('plan.ways takes "get", "list" and "wait", not gets'),
    );
  });

  it("let a request take for ever, and give it the longest time that timers can hold", async () => {
    const times: (number | undefined)[] = [];
    const clock = new VirtualClock();
    const operations = {
      ...createScriptedOperations({}, HELD),
      ...HELD,
      getOperation: async (_request: unknown, options?: { readonly timeoutMs?: number }) => {
        times.push(options?.timeoutMs);
        return running(NAME);
      },
      waitOperation: (_request: unknown, options?: { readonly timeoutMs?: number }) => {
        times.push(options?.timeoutMs);
        return new Promise<never>(() => {});
      },
    };
    const watcher = createWatcher(operations, { scheduler: clock, requestTimeoutMs: Infinity });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(1200);
    states.stop();
    expect(times).toHaveLength(2);
    expect(times.every((ms) => ms !== undefined && ms > 1e9 && ms < 2 ** 31)).toBe(true);
  });
});
