import { Code, RpcError } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import { clients, connect } from "./clients.ts";
import { baseUrl, pathOf, request, startOddlyNamed, startWait } from "./showcase-service.ts";

const hi = { "@type": "type.googleapis.com/google.showcase.v1beta1.WaitResponse", content: "hi" };

describe.each(clients)("calls over $client", ({ open }) => {
  it("gets an operation as the service sent it", async () => {
    await using client = open();
    const { operations } = connect(client);
    const { name } = await startWait({ ttl: "0s", success: { content: "hi" } });
    expect(await operations.getOperation({ name })).toEqual({
      name,
      metadata: null,
      done: true,
      response: hi,
    });
  });

  it("gets, cancels and deletes by a name with + / =", async () => {
    await using client = open();
    const { operations, requests } = connect(client);
    const { name } = await startOddlyNamed(60_000);
    const path = pathOf(name);
    expect(await operations.getOperation({ name })).toMatchObject({ name, done: false });
    await operations.cancelOperation({ name });
    await operations.deleteOperation({ name });
    expect(requests).toEqual([`GET ${path}`, `POST ${path}:cancel`, `DELETE ${path}`]);
  });

  it("refuses a name with an empty segment, whose path the service redirects to another", async () => {
    await using client = open();
    const { operations, requests } = connect(client);
    const name = "operations/google.showcase.v1beta1.Echo/Wait/CgwIz9iM2AYQ6r//8wIaBAoCaGk=";
    const { status } = await fetch(`${baseUrl}${pathOf(name)}`, { redirect: "manual" });
    expect(status).toBe(301);
    await expect(operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
    });
    expect(requests).toEqual([]);
  });

  it("deletes, which this service accepts and ignores", async () => {
    await using client = open();
    const { operations } = connect(client);
    const { name } = await startWait({ ttl: "0s", success: { content: "hi" } });
    expect(await operations.deleteOperation({ name })).toBeUndefined();
    expect(await operations.getOperation({ name })).toMatchObject({ done: true, response: hi });
  });

  it("lists by a parent in the query", async () => {
    await using client = open();
    const { operations, requests } = connect(client);
    const page = await operations.listOperations({ name: "projects/p", pageSize: 3 });
    expect(page.operations).toEqual([
      { name: "the/thing/1", metadata: null, done: false },
      { name: "the/thing/2", metadata: null, done: true, response: {} },
      { name: "the/thing/3", metadata: null, done: false },
    ]);
    expect(page.nextPageToken).toBeUndefined();
    expect(requests).toEqual(["GET /v1beta1/operations?name=projects%2Fp&pageSize=3"]);
  });

  it("tells that an operation is unknown", async () => {
    await using client = open();
    const { operations } = connect(client);
    await expect(operations.getOperation({ name: "operations/nope" })).rejects.toEqual(
      new RpcError(Code.NOT_FOUND, 'Operation "operations/nope" not found.', { httpStatus: 404 }),
    );
  });

  it("tells that a path is unknown, which is HTTP 400 here", async () => {
    await using client = open();
    const bindings = { get: { method: "GET", path: "/v1/{name=**}" } } as const;
    const { operations } = connect(client, { bindings });
    await expect(operations.getOperation({ name: "operations/x" })).rejects.toEqual(
      new RpcError(Code.INVALID_ARGUMENT, 'unrecognized request: GET "/v1/operations/x"', {
        httpStatus: 400,
      }),
    );
  });
});

describe("calls", () => {
  it("rejects wait as unimplemented without a request", async () => {
    const { operations, requests } = connect();
    await expect(operations.waitOperation({ name: "operations/x" })).rejects.toMatchObject({
      code: Code.UNIMPLEMENTED,
    });
    expect(requests).toEqual([]);
  });

  it("reads the details of an error and when to try again", async () => {
    const retryInfo = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1.500s" };
    const error = { code: Code.RESOURCE_EXHAUSTED, message: "quota", details: [retryInfo] };
    const failure = await request("echo:echo", { error }).catch((error: unknown) => error);
    expect(failure).toEqual(
      new RpcError(Code.RESOURCE_EXHAUSTED, "quota", { details: [retryInfo], httpStatus: 429 }),
    );
    expect(failure).toHaveProperty("retryDelayMs", 1500);
  });
});
