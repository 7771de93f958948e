import { request } from "node:http";
import { createHttpOperations, earthEngine } from "@rx-lro/transport-http";
import { describe, expect, it } from "vitest";
import { createControl } from "../../src/runs/control.ts";
import { operationName } from "../../src/server/operation-name.ts";
import { startOperationsServer } from "../../src/server/operations-server.ts";

const parent = "projects/p";
const longLives = [600_000, 600_000] as const;

async function startWith(plan: { readonly running: number; readonly finished: number }) {
  const server = await startOperationsServer();
  const { baseUrl } = server;
  const control = createControl(baseUrl);
  await control.load({ parent, lifeMs: longLives, ...plan });
  const operations = createHttpOperations(earthEngine({ version: "v1", baseUrl }));
  return {
    control,
    operations,
    baseUrl,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

describe("the server", () => {
  it("tells of an operation in all its metadata", async () => {
    await using server = await startWith({ running: 3, finished: 0 });
    const operation = await server.operations.getOperation({ name: operationName(parent, 2) });
    expect(operation).toMatchObject({
      name: "projects/p/operations/OPERATION000000000000002",
      metadata: { state: "RUNNING", description: "Export of tile 00000002", priority: 100 },
    });
    expect(operation.metadata?.["progress"]).toBeLessThan(0.1);
    expect(operation.done).toBeUndefined();
  });

  it("lists page by page, and in part", async () => {
    await using server = await startWith({ running: 2, finished: 3 });
    const first = await server.operations.listOperations(
      { name: parent, pageSize: 3 },
      { fields: "operations(name,done),nextPageToken" },
    );
    expect(first.operations).toEqual([
      { name: operationName(parent, 0), done: true },
      { name: operationName(parent, 1) },
      { name: operationName(parent, 2), done: true },
    ]);
    const { nextPageToken = "" } = first;
    const request = { name: parent, pageSize: 3, pageToken: nextPageToken };
    const second = await server.operations.listOperations(request);
    expect(second.operations.map(({ name }) => name)).toEqual([
      operationName(parent, 3),
      operationName(parent, 4),
    ]);
    expect(second.nextPageToken).toBeUndefined();
  });

  it("holds a wait until a cancellation has settled", async () => {
    await using server = await startWith({ running: 2, finished: 0 });
    const name = operationName(parent, 1);
    const wait = server.operations.waitOperation({ name, timeoutMs: 50_000 });
    while ((await server.control.report(parent)).counts.wait === 0);
    await server.operations.cancelOperation({ name });
    expect(await wait).toMatchObject({ done: true, error: { code: 1 } });
    const { endedAt, ends } = await server.control.report(parent);
    expect(ends).toEqual(["succeeded", "cancelled"]);
    expect(endedAt[1]).toBeLessThan(endedAt[0] ?? 0);
  });

  it("goes on when a client ends in the middle of a wait's request", async () => {
    await using server = await startWith({ running: 1, finished: 0 });
    const name = operationName(parent, 0);
    const url = `${server.baseUrl}/v1/${name}:wait`;
    const sent = request(url, { method: "POST", headers: { "content-length": 2 } });
    const ended = new Promise((resolve) => sent.on("error", resolve));
    sent.write("{");
    while ((await server.control.report(parent)).counts.wait === 0);
    sent.destroy();
    await ended;
    expect(await server.operations.getOperation({ name })).toMatchObject({ name });
  });

  it("answers a wait that ends first with an operation that runs", async () => {
    await using server = await startWith({ running: 1, finished: 0 });
    const name = operationName(parent, 0);
    const operation = await server.operations.waitOperation({ name, timeoutMs: 10 });
    expect(operation.done).toBeUndefined();
  });

  it("counts what it was asked for", async () => {
    await using server = await startWith({ running: 2, finished: 1 });
    const name = operationName(parent, 0);
    await server.operations.getOperation({ name });
    await server.operations.listOperations({ name: parent, pageSize: 2, pageToken: "2" });
    await server.operations.cancelOperation({ name });
    await server.operations.deleteOperation({ name });
    expect((await server.control.report(parent)).counts).toEqual({
      get: 1,
      list: 1,
      laterPages: 1,
      rows: 1,
      wait: 0,
      cancel: 1,
      delete: 1,
    });
  });

  it("doesn't find what was never there or is deleted", async () => {
    await using server = await startWith({ running: 1, finished: 0 });
    const name = operationName(parent, 0);
    await server.operations.deleteOperation({ name });
    const missing = [name, operationName(parent, 1), operationName("projects/q", 0)];
    for (const absent of missing) {
      await expect(server.operations.getOperation({ name: absent })).rejects.toThrow("NOT_FOUND");
    }
  });
});
