import { Code } from "@rx-lro/core";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { afterEach, describe, expect, it, vi } from "vitest";
import { engines } from "./support/engines.ts";
import { createGate } from "./support/gate.ts";
import { createScripted, untilAborted } from "./support/methods.ts";

describe.each(engines)("close() ($kind)", ({ create }) => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("aborts what runs, deleted or not cancellable, and resolves when it has settled", async () => {
    const deleted = createScripted();
    const settled: string[] = [];
    const began = createGate();
    const engine = await create({
      methods: {
        deleted: deleted.run,
        fixed: {
          cancellable: false,
          run: async (input: undefined, context) => {
            began.open();
            await untilAborted(input, context).catch(() => settled.push("fixed"));
          },
        },
      },
    });
    const { name } = await engine.start("deleted", undefined);
    await engine.start("fixed", undefined);
    await engine.deleteOperation({ name });
    const { signal } = await deleted.began;
    await began.promise;
    const closing = engine.close();
    expect(signal.reason).toEqual(new DOMException("the engine was closed", "AbortError"));
    deleted.fail(signal.reason);
    await closing;
    expect(settled).toEqual(["fixed"]);
  });

  it("doesn't run what is queued", async () => {
    let calls = 0;
    const engine = await create({
      concurrency: 1,
      methods: {
        work: untilAborted,
        count: () => {
          calls += 1;
        },
      },
    });
    await engine.start("work", undefined);
    await engine.start("count", undefined);
    await engine.close();
    expect(calls).toBe(0);
  });

  it("gives up on methods that ignore their signal after closeGraceMs", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const method = createScripted();
    const engine = await create({ methods: { work: method.run }, closeGraceMs: 20 });
    await engine.start("work", undefined);
    await method.began;
    let closed = false;
    const closing = engine.close().then(() => {
      closed = true;
    });
    await vi.advanceTimersByTimeAsync(19);
    expect(closed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await closing;
    expect(vi.getTimerCount()).toBe(0);
  });

  it("takes the longest grace that a timer can take", async () => {
    using warned = vi.spyOn(process, "emitWarning");
    const engine = await create({ methods: { work: untilAborted }, closeGraceMs: 2_147_483_647 });
    await engine.start("work", undefined);
    await engine.close();
    expect(warned).not.toHaveBeenCalled();
  });

  it("refuses what is to be started while its input is still checked", async () => {
    const checked = createGate();
    const input: StandardSchemaV1 = {
      "~standard": {
        ...{ version: 1, vendor: "test" },
        validate: (value) => checked.promise.then(() => ({ value })),
      },
    };
    const engine = await create({ methods: { work: { input, run: untilAborted } } });
    const start = engine.start("work", 1);
    const closing = engine.close();
    checked.open();
    await expect(start).rejects.toThrow("the engine was closed");
    await closing;
  });

  it("rejects held waits and every later call with UNAVAILABLE", async () => {
    const engine = await create({ methods: { work: untilAborted } });
    const { name } = await engine.start("work", undefined);
    const wait = engine.waitOperation({ name });
    const [held] = await Promise.allSettled([wait, engine.close()]);
    const later = await Promise.allSettled([
      engine.getOperation({ name }),
      engine.listOperations({ name: "" }),
      engine.cancelOperation({ name }),
      engine.deleteOperation({ name }),
      engine.waitOperation({ name }),
      engine.start("work", undefined),
    ]);
    const codes = [held, ...later].map(
      (result) => result.status === "rejected" && result.reason.code,
    );
    expect(codes).toEqual(Array(7).fill(Code.UNAVAILABLE));
  });

  it("is done once", async () => {
    const engine = await create({ methods: {} });
    expect(engine.close()).toBe(engine.close());
    await engine.close();
  });
});
