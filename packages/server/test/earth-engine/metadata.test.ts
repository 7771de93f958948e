import { describe, expect, it } from "vitest";
import { earthEngineMetadata } from "../../src/earth-engine/index.ts";
import { engines } from "../support/engines.ts";
import { createScripted } from "../support/methods.ts";

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe.each(engines)("earthEngineMetadata ($kind)", ({ create }) => {
  it("goes through Earth Engine's states", async () => {
    const method = createScripted();
    await using engine = await create({
      methods: { work: method.run },
      metadata: earthEngineMetadata,
    });
    const metadata = { description: "dem", type: "EXPORT_IMAGE" };
    const started = await engine.start("work", undefined, { metadata });
    const pending = {
      "@type": "type.googleapis.com/google.earthengine.v1.OperationMetadata",
      state: "PENDING",
      description: "dem",
      type: "EXPORT_IMAGE",
      priority: 100,
      progress: 0,
      attempt: 0,
      createTime: TIME,
      updateTime: TIME,
    };
    expect(started.metadata).toEqual(pending);
    const { report, signal } = await method.began;
    const stages = [{ displayName: "Write Files", totalWorkUnits: 1, completeWorkUnits: 0.5 }];
    report({ progress: 0.5, stages, state: "UNKNOWN" });
    const running = {
      ...pending,
      state: "RUNNING",
      progress: 0.5,
      stages,
      attempt: 1,
      startTime: TIME,
    };
    const { name } = started;
    expect((await engine.getOperation({ name })).metadata).toEqual(running);
    await engine.cancelOperation({ name });
    const cancelling = (await engine.getOperation({ name })).metadata ?? {};
    expect(cancelling).toEqual({ ...running, state: "CANCELLING" });
    expect(engine.readMetadata?.(cancelling)).toMatchObject({ cancelling: true, progress: 0.5 });
    method.fail(signal.reason);
    const { metadata: cancelled } = await engine.waitOperation({ name });
    expect(cancelled).toEqual({ ...running, state: "CANCELLED", endTime: TIME });
  });

  it("has full progress when the method succeeded without reporting any", async () => {
    await using engine = await create({
      methods: { work: async () => ({}) },
      metadata: earthEngineMetadata,
    });
    const { metadata } = await engine.waitOperation(await engine.start("work", undefined));
    expect(metadata).toMatchObject({ state: "SUCCEEDED", progress: 1, type: "TYPE_UNSPECIFIED" });
  });
});
