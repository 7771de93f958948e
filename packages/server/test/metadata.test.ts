import { Code, createWatcher } from "@rx-lro/core";
import { firstValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import type { EngineFacts } from "../src/index.ts";
import { engines } from "./support/engines.ts";
import { createScripted } from "./support/methods.ts";

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe.each(engines)("metadata ($kind)", ({ create }) => {
  it("has what was reported, later fields over earlier ones, the state and times", async () => {
    const method = createScripted();
    await using engine = await create({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined, { metadata: { description: "d" } });
    const { report } = await method.began;
    report({ progress: 0.25, stage: "read" });
    report({ progress: 0.5 });
    const { metadata } = await engine.getOperation({ name });
    expect(metadata).toEqual({
      "@type": "type.googleapis.com/rx_lro.WorkMetadata",
      description: "d",
      state: "RUNNING",
      progress: 0.5,
      stage: "read",
      createTime: TIME,
      startTime: TIME,
      updateTime: TIME,
      cancelRequested: false,
    });
    method.succeed({});
    expect((await engine.waitOperation({ name })).metadata).toEqual({
      ...metadata,
      state: "SUCCEEDED",
      endTime: TIME,
      updateTime: TIME,
    });
  });

  it("keeps the engine's facts when the method reports fields of their names", async () => {
    const method = createScripted();
    await using engine = await create({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    (await method.began).report({ createTime: "never", cancelRequested: true });
    method.succeed({});
    expect((await engine.waitOperation({ name })).metadata).toMatchObject({
      createTime: TIME,
      cancelRequested: false,
    });
  });

  it("ignores reports after the end", async () => {
    const method = createScripted();
    await using engine = await create({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    const { report } = await method.began;
    method.succeed({});
    const done = await engine.waitOperation({ name });
    report({ progress: 1 });
    expect(await engine.getOperation({ name })).toEqual(done);
  });

  it.each<[object, string]>([
    [{ n: 1n }, "BigInt"],
    [[1], "expected a JSON object, got [1]"],
  ])("throws in the handler that reports %o", async (reported, message) => {
    await using engine = await create({
      methods: { work: (_: undefined, { report }) => report(reported as Record<string, unknown>) },
    });
    const { name } = await engine.start("work", undefined);
    expect(await engine.waitOperation({ name })).toMatchObject({
      done: true,
      error: { code: Code.UNKNOWN, message: expect.stringContaining(message) },
    });
  });

  it("with progress that nobody can show tells watchers what is wrong with it", async () => {
    const method = createScripted();
    await using engine = await create({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    (await method.began).report({ progress: 50 });
    const state = await firstValueFrom(createWatcher(engine).watch(name).states);
    expect(state.metadataProblem).toBe("the progress is 50, not from 0 to 1");
    method.succeed({});
  });

  it("is the owner's to shape", async () => {
    const facts: EngineFacts[] = [];
    await using engine = await create({
      methods: { work: { run: async () => ({}), metadataType: "type.googleapis.com/x.Y" } },
      metadata: (fact) => {
        facts.push(fact);
        return { "@type": fact.metadataType, state: fact.state, attempt: fact.attempt };
      },
    });
    const started = await engine.start("work", undefined, { metadata: { a: 1 } });
    const done = await engine.waitOperation(started);
    expect([started.metadata, done.metadata]).toEqual([
      { "@type": "type.googleapis.com/x.Y", state: "PENDING", attempt: 0 },
      { "@type": "type.googleapis.com/x.Y", state: "SUCCEEDED", attempt: 1 },
    ]);
    expect(facts.at(-1)).toEqual({
      name: started.name,
      method: "work",
      state: "SUCCEEDED",
      attempt: 1,
      createTime: TIME,
      updateTime: TIME,
      startTime: TIME,
      endTime: TIME,
      cancelRequested: false,
      reported: { a: 1 },
      metadataType: "type.googleapis.com/x.Y",
    });
  });

  it("starts nothing whose metadata can't be shaped", async () => {
    await using engine = await create({
      methods: { echo: (n: number) => n },
      metadata: ({ metadataType, reported }) => {
        if (reported["bad"]) throw new TypeError("bad");
        return { "@type": metadataType };
      },
    });
    const bad = engine.start("echo", 1, { requestId: "r", metadata: { bad: true } });
    await expect(bad).rejects.toThrow("bad");
    const { name } = await engine.start("echo", 2, { requestId: "r" });
    expect((await engine.waitOperation({ name })).response).toMatchObject({ value: 2 });
  });

  it("is read back by readMetadata", async () => {
    await using engine = await create({ methods: {} });
    const updateTime = "2026-01-01T00:00:00Z";
    expect([
      engine.readMetadata?.({ progress: 0.5, updateTime, cancelRequested: false }),
      engine.readMetadata?.({ progress: "half", cancelRequested: true }),
      engine.readMetadata?.({ state: "CANCELLING", progress: 0 }),
    ]).toEqual([
      { progress: 0.5, cancelling: false, updateTime },
      { cancelling: true },
      { progress: 0, cancelling: true },
    ]);
  });
});
