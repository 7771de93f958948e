import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { engineKinds } from "./export-engine.ts";
import { type ExportServer, PROJECT, startExportServer } from "./export-server.ts";
import { details, failure } from "./failure.ts";
import { createGaxExportsClient, createGaxOperationsClient } from "./gax-exports-client.ts";

async function startExport(server: ExportServer) {
  const client = await createGaxExportsClient(server.url);
  const [operation] = await client.exportImage({ project: PROJECT, description: "dem" });
  return { ...client, operation, running: await server.exports.running("dem") };
}

describe.each(engineKinds)("google-gax over the %s engine", (kind) => {
  it("starts an export, sees its progress, cancels it and reports it cancelled", async () => {
    await using server = await startExportServer(kind);
    const { operation, running } = await startExport(server);
    const outcome = operation.promise();
    const progress = once(operation, "progress");
    running.report({ progress: 0.5 });
    const [metadata] = await progress;
    expect(metadata.toJSON()).toMatchObject({
      state: "RUNNING",
      type: "EXPORT_IMAGE",
      description: "dem",
      progress: 0.5,
      attempt: 1,
    });
    await operation.cancel();
    running.fail(running.signal.reason);
    await expect(outcome).rejects.toMatchObject({
      code: 1,
      message: "the operation was cancelled",
    });
  });

  it("reports an export that succeeded", async () => {
    await using server = await startExportServer(kind);
    const { operation, running } = await startExport(server);
    running.succeed({ file: "dem.tif" });
    const [response, metadata, { done }] = await operation.promise();
    expect([response, metadata.state, done]).toMatchObject([{ file: "dem.tif" }, 4, true]);
  });

  it("reports an export that failed, with details", async () => {
    await using server = await startExportServer(kind);
    const { operation, running, unpack } = await startExport(server);
    running.fail(failure);
    await expect(operation.promise()).rejects.toMatchObject({
      code: 3,
      message: "too many pixels",
    });
    const { error } = operation.latestResponse;
    const [badRequest, errorInfo] = details;
    expect(error?.details?.map(unpack)).toMatchObject([
      { fieldViolations: badRequest?.fieldViolations },
      { reason: errorInfo?.reason, domain: errorInfo?.domain, metadata: errorInfo?.metadata },
    ]);
  });

  it("lists 1 200 operations over three pages", async () => {
    await using server = await startExportServer(kind);
    const names = await server.fill(PROJECT);
    const { operationsClient } = await createGaxExportsClient(server.url);
    const listed: unknown[] = [];
    for await (const { name } of operationsClient.listOperationsAsync({
      name: PROJECT,
      pageSize: 500,
    })) {
      listed.push(name);
    }
    expect(listed).toEqual(names);
    expect(server.pages()).toEqual(["500", "500+", "500+"]);
  });

  it("reaches the same operations by its default paths", async () => {
    await using server = await startExportServer(kind);
    const { name } = await server.engine.start("nothing", undefined);
    const client = createGaxOperationsClient(server.url);
    await client.cancelOperation({ name });
    await client.deleteOperation({ name });
    await expect(client.getOperation({ name })).rejects.toMatchObject({
      code: 5,
      message: `there is no operation "${name}"`,
    });
    expect(server.requests.at(-1)).toBe(`GET /v1/operations/${name.replace("/", "%2F")}?`);
  });
});
