import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { Agent, createServer, get, request } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { createMemoryEngine, createOperationsHandler } from "../src/index.ts";
import { serve, toNodeListener } from "../src/node/index.ts";
import { createGate } from "./support/gate.ts";
import { createScripted, untilAborted } from "./support/methods.ts";
import { createRecorder } from "./support/operations.ts";
import { sendRaw } from "./support/raw-request.ts";

describe("over a socket", () => {
  it.each([
    ["GET", "/v1/operations/x?", {}, "get"],
    ["GET", "/v1/operations/operations%2Fx", {}, "get"],
    ["GET", "http://example.com/v1/operations/x", {}, "get"],
    [
      "GET",
      "/v1/operations/x",
      { headers: { "content-type": "application/x-www-form-urlencoded" } },
      "get",
    ],
    ["POST", "/v1/operations/x:cancel", {}, "cancel"],
    [
      "POST",
      "/v1/operations/x:cancel",
      { headers: { "content-type": "application/json" } },
      "cancel",
    ],
    ["POST", "/v1/operations/x:cancel", { body: "{}" }, "cancel"],
    ["POST", "/v1/operations/x:cancel", { body: '""' }, "cancel"],
    [
      "POST",
      "/v1/operations/x:wait",
      { headers: { "transfer-encoding": "chunked" }, body: "{}" },
      "wait",
    ],
    ["DELETE", "/v1/operations/x", { headers: { "content-length": "0" } }, "delete"],
  ])("%s %s with %j arrives", async (method, path, options, called) => {
    const { operations, received } = createRecorder();
    await using server = await serve(createOperationsHandler(operations));
    const { status, contentType } = await sendRaw(server.url, method, path, options);
    expect({ status, contentType, received }).toEqual({
      status: 200,
      contentType: "application/json; charset=utf-8",
      received: [[called, { name: "operations/x" }]],
    });
  });

  it.each([
    ["GET", "/v1/operations/%zz", {}, 400],
    ["GET", "/v1/../secret", {}, 404],
    ["GET", "/v1/%2e%2e/secret", {}, 404],
    ["GET", "//", {}, 404],
    ["OPTIONS", "*", {}, 404],
    ["POST", "/v1/operations/x:cancel", { body: "x".repeat(1_000_000) }, 400],
    ["PATCH", "/v1/operations/x", { body: "{}" }, 405],
  ])("%s %s is refused", async (method, path, options, wanted) => {
    const { operations, received } = createRecorder();
    await using server = await serve(createOperationsHandler(operations));
    const { status } = await sendRaw(server.url, method, path, options);
    expect({ status, received }).toEqual({ status: wanted, received: [] });
  });

  it("HEAD is answered without a body", async () => {
    await using server = await serve(createOperationsHandler(createRecorder().operations));
    const { status, text } = await sendRaw(server.url, "HEAD", "/v1/operations/x");
    expect({ status, text }).toEqual({ status: 200, text: "" });
  });

  it("a client that goes away ends its wait and not the operation", async () => {
    const method = createScripted();
    const ended = createGate<unknown>();
    const waiting = createGate();
    await using engine = createMemoryEngine({ methods: { work: method.run } });
    const watched = {
      ...engine,
      waitOperation: (...call: Parameters<typeof engine.waitOperation>) => {
        waiting.open();
        const wait = engine.waitOperation(...call);
        wait.then(ended.fail, ended.open);
        return wait;
      },
    };
    await using server = await serve(createOperationsHandler(watched));
    const { name } = await engine.start("work", undefined);
    const { signal } = await method.began;
    const client = request(`${server.url}/v1/${name}:wait`, { method: "POST" });
    client.on("error", () => undefined);
    client.end();
    await waiting.promise;
    client.destroy();
    expect(await ended.promise).toMatchObject({ name: "AbortError" });
    expect(signal.aborted).toBe(false);
    method.succeed({});
  });
});

describe("toNodeListener()", () => {
  it("answers an empty 500 for a handler that rejects or throws", async () => {
    const handlers = [
      () => Promise.reject(new Error("secret")),
      () => {
        throw new Error("secret");
      },
    ];
    const answers = [];
    for (const handler of handlers) {
      const server = createServer(toNodeListener(handler));
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as AddressInfo;
      answers.push(await sendRaw(`http://127.0.0.1:${port}`, "GET", "/"));
      await new Promise((resolve) => server.close(resolve));
    }
    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [500, ""],
      [500, ""],
    ]);
  });
});

describe("serve()", () => {
  it("tells its origin, for IPv6 and for every address too", async () => {
    const handler = createOperationsHandler(createRecorder().operations);
    await using own = await serve(handler);
    await using everywhere = await serve(handler, { hostname: "0.0.0.0" });
    await using six = await serve(handler, { hostname: "::1" });
    expect([own.url, everywhere.url, six.url]).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      expect.stringMatching(/^http:\/\/localhost:\d+$/),
      expect.stringMatching(/^http:\/\/\[::1\]:\d+$/),
    ]);
  });

  it("rejects when the port is taken", async () => {
    const handler = createOperationsHandler(createRecorder().operations);
    await using server = await serve(handler);
    const port = Number(new URL(server.url).port);
    await expect(serve(handler, { port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("ends at once with a kept-alive connection and a held wait", async () => {
    await using engine = createMemoryEngine({ methods: { work: untilAborted } });
    const held = createGate();
    const watched = {
      ...engine,
      waitOperation: (...call: Parameters<typeof engine.waitOperation>) => {
        held.open();
        return engine.waitOperation(...call);
      },
    };
    const server = await serve(createOperationsHandler(watched));
    const { name } = await engine.start("work", undefined);
    const agent = new Agent({ keepAlive: true });
    const [idle] = await once(get(`${server.url}/v1/${name}`, { agent }), "response");
    await once(idle.resume(), "end");
    const wait = request(`${server.url}/v1/${name}:wait`, { method: "POST" });
    const broken = once(wait, "error");
    wait.end();
    await held.promise;
    await server.close();
    expect(await broken).toEqual([expect.objectContaining({ code: "ECONNRESET" })]);
    expect((await engine.getOperation({ name })).done).toBe(false);
    expect(server.close()).toBe(server.close());
    agent.destroy();
  });
});

describe("a process", () => {
  it("ends by itself when its operations have, though the engine isn't closed", () => {
    const script = `
      import { createMemoryEngine } from "@rx-lro/server";
      const engine = createMemoryEngine({ methods: { work: () => 1, stuck: () => new Promise(() => {}) } });
      const { name } = await engine.start("work");
      await engine.start("stuck");
      console.log((await engine.waitOperation({ name })).done);`;
    const args = ["--conditions=@rx-lro/source", "--input-type=module", "--eval", script];
    const { status, stdout } = spawnSync(process.execPath, args, {
      cwd: new URL("..", import.meta.url),
      encoding: "utf8",
      timeout: 20_000,
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "true\n" });
  }, 20_000);
});
