import { google } from "googleapis";
import { describe, expect, it } from "vitest";
import { engineKinds } from "./export-engine.ts";
import { type ExportServer, PROJECT, startExportServer } from "./export-server.ts";
import { details, failure } from "./failure.ts";

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** Has googleapis discover the server, and starts an export. */
async function startExport(server: ExportServer) {
  const url = `${server.url}/$discovery/rest?version=v1`;
  const { projects } = await google.discoverAPI(url);
  const requestBody = { description: "dem" };
  const { data } = await projects.image.export({ project: PROJECT, requestBody });
  const running = await server.exports.running("dem");
  return { name: data.name ?? "", operations: projects.operations, running };
}

describe.each(engineKinds)("googleapis over the %s engine", (kind) => {
  it("starts an export, sees its progress, cancels it and reports it cancelled", async () => {
    await using server = await startExportServer(kind);
    const { name, operations, running } = await startExport(server);
    running.report({ progress: 0.5 });
    const metadata = {
      "@type": "type.googleapis.com/google.earthengine.v1.OperationMetadata",
      state: "RUNNING",
      type: "EXPORT_IMAGE",
      description: "dem",
      priority: 100,
      progress: 0.5,
      attempt: 1,
      createTime: TIME,
      startTime: TIME,
      updateTime: TIME,
    };
    expect((await operations.get({ name })).data).toEqual({ name, done: false, metadata });
    expect((await operations.cancel({ name })).data).toEqual({});
    expect((await operations.get({ name })).data.metadata).toMatchObject({ state: "CANCELLING" });
    running.fail(running.signal.reason);
    const { data } = await operations.wait({ name, requestBody: { timeout: "10s" } });
    expect(data).toEqual({
      name,
      done: true,
      metadata: { ...metadata, state: "CANCELLED", endTime: TIME },
      error: { code: 1, message: "the operation was cancelled" },
    });
  });

  it("reports an export that succeeded", async () => {
    await using server = await startExportServer(kind);
    const { name, operations, running } = await startExport(server);
    running.succeed({ file: "dem.tif" });
    const { data } = await operations.wait({ name });
    expect(data).toMatchObject({
      done: true,
      metadata: { state: "SUCCEEDED", progress: 1 },
      response: {
        "@type": "type.googleapis.com/google.earthengine.v1.ExportImageResponse",
        file: "dem.tif",
      },
    });
  });

  it("reports an export that failed, with details", async () => {
    await using server = await startExportServer(kind);
    const { name, operations, running } = await startExport(server);
    running.fail(failure);
    const { data } = await operations.wait({ name });
    expect(data.metadata).toMatchObject({ state: "FAILED" });
    expect(data.error).toEqual({ code: 3, message: "too many pixels", details });
  });

  it("lists, gets and deletes operations of another API at a rootUrl", async () => {
    await using server = await startExportServer(kind);
    const parent = "projects/my-project/locations/europe-west1";
    const names = await server.fill(parent);
    const { operations } = google.run({ version: "v2", rootUrl: server.url }).projects.locations;
    const listed: unknown[] = [];
    let pageToken = "";
    do {
      const { data } = await operations.list({ name: parent, pageSize: 500, pageToken });
      listed.push(...(data.operations ?? []).map((operation) => operation.name));
      pageToken = data.nextPageToken ?? "";
    } while (pageToken !== "");
    expect(listed).toEqual(names);
    expect(server.pages()).toHaveLength(3);
    const [name = ""] = names;
    expect((await operations.get({ name })).data).toMatchObject({ name, done: true });
    expect((await operations.delete({ name })).data).toEqual({});
    await expect(operations.get({ name })).rejects.toMatchObject({
      status: 404,
      message: `there is no operation "${name}"`,
      response: { data: { error: { code: 404, status: "NOT_FOUND" } } },
    });
  });
});
