import ee, { type Callback, type Operation } from "@google/earthengine";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { engineKinds } from "./export-engine.ts";
import { type ExportServer, PROJECT, startExportServer } from "./export-server.ts";
import { details, failure } from "./failure.ts";

/** What one of ee's functions calls back with. */
function call<T>(send: (callback: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    send((value, error) => (error === undefined ? resolve(value) : reject(new Error(error))));
  });
}

/** The fields that ee's own objects hide behind getters. */
function plain({ name, done, metadata, response, error }: Operation) {
  const { code, message, details: told } = error ?? {};
  return { name, done, metadata, response, error: error && { code, message, details: told } };
}

const get = (name: string) => call<Operation>((told) => ee.data.getOperation(name, told));
const getAll = (names: string[]) =>
  call<Record<string, Operation>>((told) => ee.data.getOperation(names, told));

describe.each(engineKinds)("@google/earthengine over the %s engine", (kind) => {
  let server: ExportServer;

  beforeEach(async () => {
    const started = await startExportServer(kind);
    onTestFinished(() => started[Symbol.asyncDispose]());
    await new Promise<void>((resolve, reject) => {
      ee.initialize(started.url, started.url, resolve, reject, null, "my-project");
    });
    onTestFinished(() => ee.reset());
    server = started;
  });

  /** Starts an export as a script does. */
  async function start(description: string) {
    const task = ee.batch.Export.image.toDrive(ee.Image(1), description);
    await new Promise<void>((resolve, reject) => {
      task.start(resolve, (error) => reject(new Error(error)));
    });
    const name = `${PROJECT}/operations/${task.id}`;
    return { id: task.id, name, running: await server.exports.running(description) };
  }

  it("starts an export, sees its progress, cancels it and reports it cancelled", async () => {
    const { name, running } = await start("dem");
    running.report({ progress: 0.5 });
    expect(plain(await get(name))).toMatchObject({
      name,
      done: false,
      metadata: { state: "RUNNING", type: "EXPORT_IMAGE", description: "dem", progress: 0.5 },
      error: null,
    });
    await call((told) => ee.data.cancelOperation(name, told));
    expect(plain(await get(name)).metadata).toMatchObject({ state: "CANCELLING" });
    running.fail(running.signal.reason);
    await server.engine.waitOperation({ name });
    expect(plain(await get(name))).toMatchObject({
      done: true,
      metadata: { state: "CANCELLED" },
      error: { code: 1, message: "the operation was cancelled", details: null },
    });
  });

  it("reports an export that succeeded", async () => {
    const { name, running } = await start("dem");
    running.succeed({ file: "dem.tif" });
    await server.engine.waitOperation({ name });
    expect(plain(await get(name))).toMatchObject({
      name,
      done: true,
      metadata: { state: "SUCCEEDED", progress: 1, attempt: 1 },
      response: { file: "dem.tif" },
      error: null,
    });
  });

  it("reports an export that failed, with details", async () => {
    const { name, running } = await start("dem");
    running.fail(failure);
    await server.engine.waitOperation({ name });
    expect(plain(await get(name))).toMatchObject({
      done: true,
      metadata: { state: "FAILED" },
      response: null,
      error: { code: 3, message: "too many pixels", details },
    });
  });

  it("lists 1 200 operations over three pages", async () => {
    const names = await server.fill(PROJECT);
    const operations = await call<Operation[]>((told) => ee.data.listOperations(undefined, told));
    expect(operations.map(({ name }) => name)).toEqual(names);
    expect(server.pages()).toEqual(["500", "500+", "500+"]);
  });

  it("reads and cancels several in a batch, and tells what is wrong with one of them", async () => {
    const exports = await Promise.all(["a", "b"].map(start));
    const names = exports.map(({ name }) => name);
    const running = await getAll(names);
    expect(names.map((name) => running[name]?.metadata["state"])).toEqual(["RUNNING", "RUNNING"]);
    await call((told) => ee.data.cancelOperation(names, told));
    for (const each of exports) each.running.fail(each.running.signal.reason);
    for (const name of names) await server.engine.waitOperation({ name });
    const ended = await getAll(names);
    expect(names.map((name) => ended[name]?.error?.code)).toEqual([1, 1]);
    const none = `${PROJECT}/operations/none`;
    await expect(getAll([...names, none])).rejects.toThrow(
      `${none}: there is no operation "${none}"`,
    );
    expect(server.requests.filter((request) => request === "POST /batch")).toHaveLength(4);
  });

  it("finds operations by their ids alone", async () => {
    const { id, name, running } = await start("dem");
    await call((told) => ee.data.cancelTask(id, told));
    running.fail(running.signal.reason);
    await server.engine.waitOperation({ name });
    const [status] = await call<Record<string, unknown>[]>((told) =>
      ee.data.getTaskStatus(id, told),
    );
    expect(status).toMatchObject({ id, name, state: "CANCELLED", task_type: "EXPORT_IMAGE" });
  });
});
