import { once } from "node:events";
import { Agent, get } from "node:http";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import type { Operation, Operations } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import { createMemoryEngine, createOperationsHandler } from "../../src/index.ts";
import { serve } from "../../src/node/index.ts";
import { createGate } from "../support/gate.ts";
import { untilAborted } from "../support/methods.ts";
import { createRecorder } from "../support/operations.ts";
import { sendRaw } from "../support/raw-request.ts";

const holdUntilAborted: Operations["waitOperation"] = (_request, { signal } = {}) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason));
  });

/** A connection that has sent the head of a wait but for its last line. */
async function beginWait(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  const quick = "GET /v1/operations/quick HTTP/1.1\r\nhost: x\r\n\r\n";
  // The first's answer tells that the beginning of the next has arrived, too.
  socket.write(`${quick}POST /v1/operations/x:wait HTTP/1.1\r\nhost: x\r\n`);
  await once(socket, "data");
  return socket;
}

describe("a server that closes", () => {
  it("ends a kept-alive connection, and a held wait with UNAVAILABLE", async () => {
    await using engine = createMemoryEngine({ methods: { work: untilAborted } });
    const held = createGate();
    const watched = {
      ...engine,
      waitOperation: (...call: Parameters<typeof engine.waitOperation>) => {
        held.open();
        return engine.waitOperation(...call);
      },
    };
    const server = await serve(createOperationsHandler(watched), { closeGraceMs: 0 });
    const { name } = await engine.start("work", undefined);
    const agent = new Agent({ keepAlive: true });
    const [idle] = await once(get(`${server.url}/v1/${name}`, { agent }), "response");
    await once(idle.resume(), "end");
    const waiting = sendRaw(server.url, "POST", `/v1/${name}:wait`);
    await held.promise;
    await server.close();
    const { status, text } = await waiting;
    expect([status, JSON.parse(text).error]).toEqual([
      503,
      {
        code: 503,
        status: "UNAVAILABLE",
        message: "the server is closing; try again",
        details: [],
      },
    ]);
    expect((await engine.getOperation({ name })).done).toBe(false);
    expect(server.close()).toBe(server.close());
    agent.destroy();
  });

  it("lets a request finish while it closes, and takes no new ones", async () => {
    const { answer, asked, operations } = createSlow();
    const server = await serve(createOperationsHandler(operations), { closeGraceMs: 60_000 });
    const sent = sendRaw(server.url, "GET", "/v1/operations/x");
    await asked.promise;
    const closed = server.close();
    await expect(sendRaw(server.url, "GET", "/v1/operations/x")).rejects.toMatchObject({
      code: "ECONNREFUSED",
    });
    answer.open({ name: "operations/x" });
    expect((await sent).text).toBe('{"name":"operations/x"}');
    await closed;
  });

  it("tells clients, with the answers it gives while it closes, that their connections end", async () => {
    const { answer, asked, operations } = createSlow();
    const server = await serve(createOperationsHandler(operations), { closeGraceMs: 60_000 });
    const agent = new Agent({ keepAlive: true });
    const sent = once(get(`${server.url}/v1/operations/x`, { agent }), "response");
    await asked.promise;
    const closed = server.close();
    answer.open({ name: "operations/x" });
    const [{ headers }] = await sent;
    expect(headers.connection).toBe("close");
    await closed;
    agent.destroy();
  });

  it("sends to its end an answer that is on its way when it closes", async () => {
    const { answer, asked, operations } = createSlow();
    const server = await serve(createOperationsHandler(operations), { closeGraceMs: 60_000 });
    const sent = once(get(`${server.url}/v1/operations/x`, { agent: false }), "response");
    await asked.promise;
    answer.open({ name: "x".repeat(30_000_000) });
    const [response] = await sent;
    const closed = server.close();
    expect((await text(response)).length).toBe(30_000_011);
    await closed;
  });

  it("ends a kept-alive connection whose answer had begun before it closed", async () => {
    const rest = createGate();
    const begun = new ReadableStream({
      async start(controller) {
        controller.enqueue(new Uint8Array(1));
        await rest.promise;
        controller.close();
      },
    });
    const server = await serve(async () => new Response(begun), { closeGraceMs: 60_000 });
    const agent = new Agent({ keepAlive: true });
    const [response] = await once(get(server.url, { agent }), "response");
    await once(response, "data");
    const closed = server.close();
    rest.open();
    await closed;
    expect(response.headers.connection).toBe("keep-alive");
    agent.destroy();
  });

  it("answers what was still being sent when it closed", async () => {
    const asked = createGate();
    const answer = createGate<Operation>();
    const held = createGate();
    const { operations } = createRecorder({
      getOperation: async ({ name }) => {
        if (name === "operations/quick") return { name };
        asked.open();
        return answer.promise;
      },
      waitOperation: (...call) => {
        held.open();
        return holdUntilAborted(...call);
      },
    });
    const server = await serve(createOperationsHandler(operations), { closeGraceMs: 200 });
    const socket = await beginWait(server.url);
    const sent = sendRaw(server.url, "GET", "/v1/operations/slow");
    await asked.promise;
    const closed = server.close();
    const refusal = once(socket, "data");
    socket.write("\r\n");
    // It may arrive only after the grace, and then isn't held.
    await Promise.race([held.promise, refusal]);
    answer.open({ name: "operations/slow" });
    await sent;
    expect(`${await refusal}`).toMatch(/^HTTP\/1.1 503 /);
    await closed;
  });

  it("answers a wait whose head was still being sent when it closed with nothing else to do", async () => {
    const { operations } = createRecorder({ waitOperation: holdUntilAborted });
    const server = await serve(createOperationsHandler(operations), { closeGraceMs: 200 });
    const socket = await beginWait(server.url);
    const closed = server.close();
    const answer = text(socket);
    socket.write("\r\n");
    expect(await answer).toMatch(/^HTTP\/1.1 503 /);
    await closed;
  });

  it("aborts what arrives after the grace, too", async () => {
    const [asked, over] = [createGate(), createGate()];
    const late = createGate<boolean>();
    const server = await serve(
      async ({ signal, url }) => {
        if (url.endsWith("/late")) late.open(signal.aborted);
        if (!url.endsWith("/slow")) return new Response();
        signal.addEventListener("abort", () => over.open());
        asked.open();
        await late.promise;
        return new Response();
      },
      { closeGraceMs: 0 },
    );
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.write("GET /quick HTTP/1.1\r\nhost: x\r\n\r\nGET /late HTTP/1.1\r\nhost: x\r\n");
    await once(socket, "data");
    const slow = sendRaw(server.url, "GET", "/slow");
    await asked.promise;
    const closed = server.close();
    await over.promise;
    socket.write("\r\n");
    expect(await late.promise).toBe(true);
    await Promise.all([slow, closed]);
  });

  it.each(["", "GET /v1/operations/x HTTP/1.1\r\n"])(
    "waits no grace for a connection that has sent %j and no more",
    async (sent) => {
      const server = await serve(async () => new Response(), { closeGraceMs: 600_000 });
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
      await once(socket, "connect");
      socket.on("error", () => undefined).write(sent);
      await server.close();
      socket.destroy();
    },
  );

  it("cuts off a handler that doesn't answer", async () => {
    const asked = createGate();
    const never = () => {
      asked.open();
      return new Promise<Response>(() => undefined);
    };
    const server = await serve(never, { closeGraceMs: 0 });
    const sent = expect(sendRaw(server.url, "GET", "/")).rejects.toMatchObject({
      code: "ECONNRESET",
    });
    await asked.promise;
    await server.close();
    await sent;
  });
});

/** Operations whose get tells when it is asked, and waits for its answer. */
function createSlow() {
  const asked = createGate();
  const answer = createGate<Operation>();
  const { operations } = createRecorder({
    getOperation: () => {
      asked.open();
      return answer.promise;
    },
  });
  return { answer, asked, operations };
}
