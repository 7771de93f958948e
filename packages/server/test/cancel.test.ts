import { Code } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import { engines } from "./support/engines.ts";
import { createScripted, untilAborted } from "./support/methods.ts";

const CANCELLED = { code: Code.CANCELLED, message: "the operation was cancelled" };

describe.each(engines)("cancelOperation() ($kind)", ({ create }) => {
  it("ends a method that rejects with its signal's reason as CANCELLED", async () => {
    await using engine = await create({ methods: { work: untilAborted } });
    const { name } = await engine.start("work", undefined);
    await engine.cancelOperation({ name });
    expect(await engine.waitOperation({ name })).toEqual({
      name,
      done: true,
      metadata: expect.objectContaining({ cancelRequested: true, endTime: expect.any(String) }),
      error: CANCELLED,
    });
  });

  it("ends a method that rejects with an AbortError of its own as CANCELLED", async () => {
    const method = createScripted();
    await using engine = await create({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    await method.began;
    await engine.cancelOperation({ name });
    method.fail(new DOMException("stopped", "AbortError"));
    expect((await engine.waitOperation({ name })).error).toEqual(CANCELLED);
  });

  it("shows that it was asked for while the method still runs", async () => {
    const method = createScripted();
    await using engine = await create({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    const { signal } = await method.began;
    await engine.cancelOperation({ name });
    const { done, metadata } = await engine.getOperation({ name });
    expect({ done, metadata, aborted: signal.aborted }).toMatchObject({
      done: false,
      metadata: { cancelRequested: true },
      aborted: true,
    });
    method.succeed({});
  });

  it("keeps the response of a method that completes all the same", async () => {
    const method = createScripted();
    await using engine = await create({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    await method.began;
    await engine.cancelOperation({ name });
    method.succeed({ kept: true });
    const { response, error } = await engine.waitOperation({ name });
    expect({ response, error }).toEqual({
      response: { "@type": "type.googleapis.com/rx_lro.WorkResponse", kept: true },
      error: undefined,
    });
  });

  it("keeps another error of a method that was asked to stop", async () => {
    const method = createScripted();
    await using engine = await create({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    await method.began;
    await engine.cancelOperation({ name });
    method.fail(new Error("disk full"));
    expect((await engine.waitOperation({ name })).error).toEqual({
      code: Code.UNKNOWN,
      message: "disk full",
    });
  });

  it("fails a method that is stopped with an error that can't be read", async () => {
    const method = createScripted();
    await using engine = await create({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    await method.began;
    await engine.cancelOperation({ name });
    const unreadable = new Proxy(new Error(), {
      get() {
        throw new TypeError("unreadable");
      },
    });
    method.fail(unreadable);
    expect((await engine.waitOperation({ name })).error).toEqual({
      code: Code.INTERNAL,
      message: "the method failed with an error that can't be reported: unreadable",
    });
  });

  it("is accepted twice", async () => {
    await using engine = await create({ methods: { work: untilAborted } });
    const { name } = await engine.start("work", undefined);
    await engine.cancelOperation({ name });
    await engine.cancelOperation({ name });
    expect((await engine.waitOperation({ name })).error).toEqual(CANCELLED);
  });

  it("is accepted and changes nothing when the operation is done", async () => {
    await using engine = await create({ methods: { work: () => ({}) } });
    const { name } = await engine.start("work", undefined);
    const done = await engine.waitOperation({ name });
    await engine.cancelOperation({ name });
    expect(await engine.getOperation({ name })).toEqual(done);
  });

  it("is UNIMPLEMENTED for a method that can't be cancelled, and the method runs on", async () => {
    const method = createScripted();
    const methods = { work: { run: method.run, cancellable: false } };
    await using engine = await create({ methods });
    const { name } = await engine.start("work", undefined);
    const { signal } = await method.began;
    await expect(engine.cancelOperation({ name })).rejects.toMatchObject({
      code: Code.UNIMPLEMENTED,
      rawMessage: `"${name}" can't be cancelled: the method work always runs to its end`,
    });
    expect(signal.aborted).toBe(false);
    method.succeed({});
    expect(await engine.waitOperation({ name })).toMatchObject({
      metadata: { cancelRequested: false },
      response: {},
    });
  });

  it("is NOT_FOUND for an operation that isn't there", async () => {
    await using engine = await create({ methods: {} });
    await expect(engine.cancelOperation({ name: "operations/x" })).rejects.toMatchObject({
      code: Code.NOT_FOUND,
      rawMessage: 'there is no operation "operations/x"',
    });
  });
});

describe.each(engines)("maxQueued ($kind)", ({ create }) => {
  it("refuses starts beyond it until there is room, but answers those that are known", async () => {
    const first = createScripted();
    const methods = { first: first.run, nap: () => 1 };
    await using engine = await create({ concurrency: 1, maxQueued: 2, methods });
    await engine.start("first", undefined);
    await first.began;
    const one = await engine.start("nap", undefined, { requestId: "r" });
    const two = await engine.start("nap", undefined);
    await expect(engine.start("nap", undefined)).rejects.toMatchObject({
      code: Code.RESOURCE_EXHAUSTED,
      rawMessage: "2 operations are queued, which is the limit; try again later",
      retryDelayMs: 1000,
    });
    expect((await engine.listOperations({ name: "" })).operations).toHaveLength(3);
    expect((await engine.start("nap", undefined, { requestId: "r" })).name).toBe(one.name);
    await engine.cancelOperation(two);
    await engine.start("nap", undefined);
    first.succeed({});
    await engine.waitOperation(one);
  });

  it("bounds starts that are asked for at once", async () => {
    const first = createScripted();
    const methods = { first: first.run, nap: () => 1 };
    await using engine = await create({ concurrency: 1, maxQueued: 2, methods });
    await engine.start("first", undefined);
    await first.began;
    const starts = [1, 2, 3, 4, 5].map(() => engine.start("nap", undefined));
    const answers = await Promise.allSettled(starts);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    first.succeed({});
  });
});

describe.each(engines)("concurrency ($kind)", ({ create }) => {
  it("runs queued methods in order as others end", async () => {
    const first = createScripted();
    const order: number[] = [];
    await using engine = await create({
      concurrency: 1,
      methods: { first: first.run, note: (n: number) => order.push(n) },
    });
    await engine.start("first", undefined);
    const notes = [];
    for (const n of [1, 2, 3]) notes.push(await engine.start("note", n));
    await first.began;
    const queued = await Promise.all(notes.map(({ name }) => engine.getOperation({ name })));
    expect(queued.filter(({ metadata }) => "startTime" in (metadata ?? {}))).toEqual([]);
    expect(order).toEqual([]);
    first.succeed({});
    await Promise.all(notes.map(({ name }) => engine.waitOperation({ name })));
    expect(order).toEqual([1, 2, 3]);
  });

  it("ends a queued operation at once when it is cancelled, without running it", async () => {
    const first = createScripted();
    let calls = 0;
    await using engine = await create({
      concurrency: 1,
      methods: {
        first: first.run,
        count: () => {
          calls += 1;
        },
      },
    });
    const running = await engine.start("first", undefined);
    const queued = await engine.start("count", undefined);
    const last = await engine.start("count", undefined);
    await engine.cancelOperation(queued);
    const cancelled = await engine.getOperation(queued);
    expect(cancelled).toEqual({
      name: queued.name,
      done: true,
      metadata: expect.anything(),
      error: CANCELLED,
    });
    expect(cancelled.metadata).not.toHaveProperty("startTime");
    first.succeed({});
    await engine.waitOperation(running);
    await engine.waitOperation(last);
    expect(calls).toBe(1);
  });
});
