import { getEventListeners } from "node:events";
import { Code } from "@rx-lro/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { engines, localEngines } from "./support/engines.ts";
import { createScripted, untilAborted } from "./support/methods.ts";

describe.each(localEngines)("waitOperation() ($kind)", ({ create }) => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("answers when the operation is done, and leaves no timer and no listener", async () => {
    const method = createScripted();
    await using engine = await create({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    const { signal } = new AbortController();
    const waits = [
      engine.waitOperation({ name }),
      engine.waitOperation({ name, timeoutMs: 1000 }, { signal }),
    ];
    expect(vi.getTimerCount()).toBe(2);
    method.succeed({});
    const answers = await Promise.all(waits);
    expect(answers.map(({ done }) => done)).toEqual([true, true]);
    expect([vi.getTimerCount(), getEventListeners(signal, "abort")]).toEqual([0, []]);
  });

  it("answers at once when the operation is done already", async () => {
    await using engine = await create({ methods: { work: () => ({}) } });
    const { name } = await engine.start("work", undefined);
    const done = await engine.waitOperation({ name });
    expect(await engine.waitOperation({ name, timeoutMs: 0 })).toEqual(done);
  });

  it("answers the latest state when the time is over", async () => {
    const method = createScripted();
    await using engine = await create({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    const { report } = await method.began;
    const wait = engine.waitOperation({ name, timeoutMs: 3500 });
    await vi.advanceTimersByTimeAsync(3499);
    report({ progress: 0.5 });
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await wait).toMatchObject({ done: false, metadata: { progress: 0.5 } });
    method.succeed({});
  });

  it.each([
    ["a larger one", Number.POSITIVE_INFINITY],
    ["none", undefined],
  ])("is held for maxWaitMs when asked for %s", async (_what, timeoutMs) => {
    await using engine = await create({ methods: { work: untilAborted }, maxWaitMs: 50 });
    const { name } = await engine.start("work", undefined);
    const wait = engine.waitOperation({ name, ...(timeoutMs !== undefined && { timeoutMs }) });
    await vi.advanceTimersByTimeAsync(50);
    expect((await wait).done).toBe(false);
  });

  it("is held for five minutes at most by default", async () => {
    await using engine = await create({ methods: { work: untilAborted } });
    const { name } = await engine.start("work", undefined);
    let answered = false;
    const wait = engine.waitOperation({ name }).finally(() => {
      answered = true;
    });
    await vi.advanceTimersByTimeAsync(299_999);
    expect(answered).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await wait).done).toBe(false);
  });

  it("rejects with DEADLINE_EXCEEDED when the call's own time is over first", async () => {
    await using engine = await create({ methods: { work: untilAborted } });
    const { name } = await engine.start("work", undefined);
    const wait = engine.waitOperation({ name, timeoutMs: 100 }, { timeoutMs: 50 });
    const refused = expect(wait).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
    await vi.advanceTimersByTimeAsync(50);
    await refused;
  });

  it.each([-1, Number.NaN])("refuses the timeout %d", async (timeoutMs) => {
    await using engine = await create({ methods: { work: () => 1 } });
    const { name } = await engine.start("work", undefined);
    await expect(engine.waitOperation({ name, timeoutMs })).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      details: [{ fieldViolations: [{ field: "timeout" }] }],
    });
  });

  it.each([-1, Number.NaN])("refuses %d as the call's own time", async (timeoutMs) => {
    await using engine = await create({ methods: { work: untilAborted } });
    const { name } = await engine.start("work", undefined);
    await expect(engine.waitOperation({ name }, { timeoutMs })).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
    });
  });

  it("rejects with the reason when its signal aborts, and leaves the operation and other waits alone", async () => {
    const method = createScripted();
    await using engine = await create({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    const controller = new AbortController();
    const aborted = engine.waitOperation({ name }, { signal: controller.signal });
    const other = engine.waitOperation({ name });
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(aborted).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(1);
    method.succeed({});
    expect((await other).done).toBe(true);
  });

  it("rejects with NOT_FOUND when the operation is deleted, which runs on unseen", async () => {
    const method = createScripted();
    await using engine = await create({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    const { signal, report } = await method.began;
    const wait = engine.waitOperation({ name });
    const refused = expect(wait).rejects.toMatchObject({ code: Code.NOT_FOUND });
    await engine.deleteOperation({ name });
    await refused;
    report({ progress: 1 });
    expect(signal.aborted).toBe(false);
    method.succeed({});
  });
});

describe.each(engines)("a call whose signal has aborted ($kind)", ({ create }) => {
  it("rejects with the reason and does nothing", async () => {
    await using engine = await create({ methods: { work: untilAborted } });
    const { name } = await engine.start("work", undefined);
    const reason = new Error("too late");
    const options = { signal: AbortSignal.abort(reason) };
    const calls = [
      engine.getOperation({ name }, options),
      engine.listOperations({ name: "" }, options),
      engine.cancelOperation({ name }, options),
      engine.deleteOperation({ name }, options),
      engine.waitOperation({ name }, options),
    ];
    expect(await Promise.allSettled(calls)).toEqual(Array(5).fill({ status: "rejected", reason }));
    expect(await engine.getOperation({ name })).toMatchObject({
      metadata: { cancelRequested: false },
    });
  });
});
