import { once } from "node:events";
import { Agent, createServer, get, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { describe, expect, it } from "vitest";
import { createMemoryEngine, createOperationsHandler } from "../src/index.ts";
import { serve, toNodeListener } from "../src/node/index.ts";
import { createGate } from "./support/gate.ts";
import { createScripted } from "./support/methods.ts";
import { createRecorder } from "./support/operations.ts";
import { sendRaw, sendText } from "./support/raw-request.ts";

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
    ["GET", "/v1/operations/x", { headers: { host: "x:99999" } }, 400],
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

  it("keeps idle connections longer than load balancers do", async () => {
    await using server = await serve(createOperationsHandler(createRecorder().operations));
    const agent = new Agent({ keepAlive: true });
    const [idle] = await once(get(`${server.url}/v1/operations/x`, { agent }), "response");
    expect(idle.resume().headers["keep-alive"]).toBe("timeout=75");
    agent.destroy();
  });

  it("rejects when the port is taken", async () => {
    const handler = createOperationsHandler(createRecorder().operations);
    await using server = await serve(handler);
    const port = Number(new URL(server.url).port);
    await expect(serve(handler, { port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("answers the next request after one whose body is too large", async () => {
    await using server = await serve(createOperationsHandler(createRecorder().operations), {
      requestTimeoutMs: 2_000,
    });
    const large = `content-length: 1000000\r\n\r\n${"x".repeat(1_000_000)}`;
    const next = "GET /v1/operations/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    const answers = await sendText(
      server.url,
      `POST /v1/operations/x:wait HTTP/1.1\r\nhost: x\r\n${large}${next}`,
    );
    expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 400", "HTTP/1.1 200"]);
  });

  it("cuts off a client that doesn't read its answer", async () => {
    const cut = createGate();
    const endless = async () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
          cancel: () => cut.open(),
        }),
      );
    await using server = await serve(endless, { requestTimeoutMs: 50 });
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    await cut.promise;
    socket.destroy();
  });

  it("cuts off a client that sends waits without awaiting answers, and ends the waits", async () => {
    const waits: AbortSignal[] = [];
    const { operations } = createRecorder({
      waitOperation: (_request, { signal = AbortSignal.abort() } = {}) => {
        waits.push(signal);
        return new Promise(() => undefined);
      },
    });
    await using server = await serve(createOperationsHandler(operations));
    const wait = "POST /v1/operations/x:wait HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n";
    expect(await sendText(server.url, wait.repeat(10_000)).catch(() => "")).toBe("");
    expect(waits).toHaveLength(100);
    expect(waits.every(({ aborted }) => aborted)).toBe(true);
  });

  it("tells that it is ready, and that it closes while it drains", async () => {
    const server = await serve(createOperationsHandler(createRecorder().operations), {
      drainMs: 1_000,
    });
    const ready = await sendRaw(server.url, "GET", "/healthz");
    const closed = server.close();
    const closing = await sendRaw(server.url, "GET", "/healthz");
    const agent = new Agent({ keepAlive: true });
    const [other] = await once(get(`${server.url}/v1/operations/x`, { agent }), "response");
    expect([ready.status, ready.text]).toEqual([200, '{"status":"ready"}']);
    expect([closing.status, closing.text]).toEqual([503, '{"status":"closing"}']);
    expect([other.statusCode, other.headers.connection]).toEqual([200, "close"]);
    agent.destroy();
    await closed;
  });

  it.each([
    ["what isn't HTTP", "hello\r\n\r\n", 400, "INVALID_ARGUMENT"],
    ["a broken header", "GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n", 400, "INVALID_ARGUMENT"],
    [
      "headers that are too large",
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${"y".repeat(20_000)}\r\n\r\n`,
      431,
      "INVALID_ARGUMENT",
    ],
    ["headers that don't come", "GET / HTTP/1.1\r\nhost:", 408, "DEADLINE_EXCEEDED"],
    [
      "a body that doesn't come",
      "POST /v1/operations/x:cancel HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{",
      408,
      "DEADLINE_EXCEEDED",
    ],
  ])("answers %s as AIP-193 says, and ends the connection", async (_what, text, code, status) => {
    await using server = await serve(createOperationsHandler(createRecorder().operations), {
      headersTimeoutMs: 100,
      requestTimeoutMs: 100,
    });
    const answer = await sendText(server.url, text);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${code} `));
    expect(JSON.parse(body).error).toMatchObject({ code, status });
  });

  it("adds nothing to an answer that has begun when what follows its request isn't HTTP", async () => {
    const begun = async () =>
      new Response(
        new ReadableStream({ start: (controller) => controller.enqueue(Buffer.of(65)) }),
      );
    await using server = await serve(begun);
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    let answer = `${(await once(socket, "data"))[0]}`;
    socket.on("data", (more) => {
      answer += more;
    });
    const ended = once(socket, "close");
    socket.on("error", () => undefined).write("hello\r\n\r\n");
    await ended;
    expect(answer.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 200"]);
  });

  it("accepts an expectation that it doesn't know", async () => {
    await using server = await serve(createOperationsHandler(createRecorder().operations));
    const headers = { expect: "miracles" };
    const { status } = await sendRaw(server.url, "GET", "/v1/operations/x", { headers });
    expect(status).toBe(200);
  });

  it("refuses a time that no timer takes", async () => {
    const handler = createOperationsHandler(createRecorder().operations);
    await expect(serve(handler, { closeGraceMs: -1 })).rejects.toBeInstanceOf(RangeError);
  });
});
