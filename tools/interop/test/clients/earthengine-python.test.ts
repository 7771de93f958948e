import type { Operation } from "@rx-lro/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engineKinds } from "./export-engine.ts";
import { type ExportServer, PROJECT, startExportServer } from "./export-server.ts";
import { details, failure } from "./failure.ts";
import { type PythonClient, startPythonClient } from "./python-client.ts";

describe.each(engineKinds)("Python's earthengine-api over the %s engine", (kind) => {
  let server: ExportServer;
  let ee: PythonClient;

  beforeAll(async () => {
    server = await startExportServer(kind);
    ee = await startPythonClient(server.url, "my-project");
  });
  afterAll(async () => {
    await ee[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  /** Starts an export as a script does. */
  async function start(what: "image" | "table", description: string) {
    const name = await ee.call<string>("start", what, description);
    const id = name.split("/").at(-1);
    return { name, id, running: await server.exports.running(description) };
  }

  it("starts an image's export, sees its progress, cancels it and reports it cancelled", async () => {
    const { name, id, running } = await start("image", "cancelled");
    running.report({ progress: 0.5 });
    expect(await ee.call("data.getOperation", name)).toMatchObject({
      name,
      done: false,
      metadata: { state: "RUNNING", type: "EXPORT_IMAGE", description: "cancelled", progress: 0.5 },
    });
    expect(await ee.call("data.cancelOperation", name)).toBeNull();
    const asked = [{ id, state: "CANCEL_REQUESTED" }];
    expect(await ee.call("data.getTaskStatus", id)).toMatchObject(asked);
    running.fail(running.signal.reason);
    await server.engine.waitOperation({ name });
    const status = {
      id,
      name,
      state: "CANCELLED",
      task_type: "EXPORT_IMAGE",
      description: "cancelled",
      priority: 100,
      attempt: 1,
      creation_timestamp_ms: expect.any(Number),
      update_timestamp_ms: expect.any(Number),
      start_timestamp_ms: expect.any(Number),
      error_message: "the operation was cancelled",
    };
    expect(await ee.call("data.getTaskStatus", id)).toEqual([status]);
  });

  it("reports a table's export that succeeded, and where its files are", async () => {
    const { name, id, running } = await start("table", "succeeded");
    running.report({ destinationUris: ["https://example.com/wells.csv"] });
    running.succeed({ rows: 3 });
    await server.engine.waitOperation({ name });
    expect(await ee.call("data.getTaskStatus", id)).toMatchObject([
      {
        name,
        state: "COMPLETED",
        task_type: "EXPORT_FEATURES",
        destination_uris: ["https://example.com/wells.csv"],
      },
    ]);
    expect(await ee.call("data.getOperation", name)).toMatchObject({
      done: true,
      response: { rows: 3 },
      metadata: { state: "SUCCEEDED", progress: 1 },
    });
  });

  it("reports an export that failed, with details", async () => {
    const { name, id, running } = await start("image", "failed");
    running.fail(failure);
    await server.engine.waitOperation({ name });
    const failed = [{ state: "FAILED", error_message: "too many pixels" }];
    expect(await ee.call("data.getTaskStatus", id)).toMatchObject(failed);
    expect((await ee.call<Operation>("data.getOperation", name)).error).toEqual({
      code: 3,
      message: "too many pixels",
      details,
    });
  });

  it("lists 1 200 operations over three pages", async () => {
    const names = await server.fill("projects/full-project");
    const operations = await ee.call<Operation[]>("data.listOperations", "projects/full-project");
    expect(operations.map(({ name }) => name)).toEqual(names);
    expect(server.pages()).toEqual(["500", "500+", "500+"]);
  });

  it("starts an export once when it is asked for twice", async () => {
    const request = { expression: {}, description: "once" };
    const first = await ee.call<Operation>("data.exportImage", "request-1", request);
    const second = await ee.call<Operation>("data.exportImage", "request-1", request);
    expect(second.name).toBe(first.name);
  });

  it("reports what isn't there", async () => {
    const name = `${PROJECT}/operations/none`;
    const unknown = [{ id: "none", name, state: "UNKNOWN" }];
    expect(await ee.call("data.getTaskStatus", "none")).toEqual(unknown);
    const reading = ee.call("data.getOperation", name);
    await expect(reading).rejects.toThrow(`there is no operation "${name}"`);
  });
});
