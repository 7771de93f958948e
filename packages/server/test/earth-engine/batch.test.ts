import { describe, expect, it } from "vitest";
import { createBatchHandler } from "../../src/earth-engine/index.ts";
import type { OperationsHandler } from "../../src/index.ts";
import { createGate } from "../support/gate.ts";

/** Answers what it was asked. */
const echo: OperationsHandler = async (request) => {
  const { method, url } = request;
  const headers = Object.fromEntries(request.headers);
  const status = url.endsWith("/none") ? 404 : 200;
  return Response.json({ method, url, headers, body: await request.text() }, { status });
};

const BATCH = "multipart/mixed; boundary=b";

function send(handler: OperationsHandler, body: string, headers: Record<string, string> = {}) {
  const init = { method: "POST", body, headers: { "content-type": BATCH, ...headers } };
  return handler(new Request("http://localhost:8080/batch", init));
}

function part(id: string, ...lines: readonly string[]): string {
  return ["--b", "Content-Type: application/http", `Content-ID: <${id}>`, "", ...lines, ""].join(
    "\r\n",
  );
}

/** The parts of an answer: each with its head, status line and JSON. */
async function readParts(response: Response) {
  const [, boundary = ""] = response.headers.get("content-type")?.split("boundary=") ?? [];
  const sections = (await response.text()).split(`--${boundary}`).slice(1, -1);
  return sections.map((section) => {
    const [head = "", http = "", body = ""] = section.split("\r\n\r\n");
    return {
      id: /Content-ID: <(.*)>/.exec(head)?.[1],
      status: http.split("\r\n")[0],
      json: JSON.parse(body),
    };
  });
}

describe("createBatchHandler()", () => {
  it("asks its own origin whatever the path looks like", async () => {
    const body = `${part("a", "GET //other.example/ HTTP/1.1", "")}--b--`;
    const [answered] = await readParts(await send(createBatchHandler(echo), body));
    expect(new URL(answered?.json.url).host).toBe("localhost:8080");
  });

  it("asks for each part and answers them in order, each with its own status", async () => {
    const body = [
      part("a", "GET /v1/a?x=1 HTTP/1.1", "X-Own: 1", "", ""),
      part("b", "POST /v1/b:cancel HTTP/1.1", "Content-Type: application/json", "", '{"n":1}'),
      part("c", "GET /none", "", ""),
      "--b--\r\n",
    ].join("");
    expect(await readParts(await send(createBatchHandler(echo), body))).toMatchObject([
      {
        id: "response-a",
        status: "HTTP/1.1 200 OK",
        json: { method: "GET", url: "http://localhost:8080/v1/a?x=1" },
      },
      { id: "response-b", json: { method: "POST", body: '{"n":1}' } },
      { id: "response-c", status: "HTTP/1.1 404 Error" },
    ]);
  });

  it("takes lines that end with \\n alone, a preamble and a quoted boundary", async () => {
    const body = `hello\n${part("a", "GET /a", "")}--b--`.replaceAll("\r\n", "\n");
    const headers = { "content-type": 'multipart/mixed; charset=x; boundary="b"' };
    const parts = await readParts(await send(createBatchHandler(echo), body, headers));
    expect(parts.map(({ json }) => json.url)).toEqual(["http://localhost:8080/a"]);
  });

  it("gives parts the batch's headers and only their own Content ones, since proxies in front have seen no others", async () => {
    const own = ["Authorization: Bearer forged", "X-User: admin", "Content-Type: text/plain"];
    const body = `${part("a", "POST /a", ...own, "", "x")}--b--`;
    const handler = createBatchHandler(echo);
    const parts = await readParts(await send(handler, body, { authorization: "Bearer batch" }));
    expect(parts.map(({ json }) => json.headers)).toEqual([
      { authorization: "Bearer batch", "content-type": "text/plain" },
    ]);
  });

  it("reads a Content-ID with or without brackets, and one of many spaces without holding others up", async () => {
    const ids = ["<a b>", "c", `${" ".repeat(200_000)}<<`];
    const sections = ids.map((id) => `--b\nContent-ID:${id}\n\nGET /a\n\n`);
    const parts = await readParts(
      await send(createBatchHandler(echo), `${sections.join("")}--b--`),
    );
    expect(parts.map(({ id }) => id)).toEqual(["response-a b", "response-c", "response-<"]);
  });

  it("asks for ten parts at a time", async () => {
    const ten = createGate();
    let asked = 0;
    let most = 0;
    const handler = createBatchHandler(async () => {
      asked += 1;
      most = Math.max(most, asked);
      if (asked === 10) ten.open();
      await ten.promise;
      asked -= 1;
      return Response.json({});
    });
    const answer = await send(handler, `${part("a", "GET /a", "").repeat(25)}--b--`);
    expect([most, (await readParts(answer)).length]).toEqual([10, 25]);
  });

  it("lets others be answered meanwhile", async () => {
    let asked = 0;
    const body = `${part("a", "GET /a", "").repeat(1000)}--b--`;
    const answer = send(
      createBatchHandler(async () => {
        asked += 1;
        return Response.json({});
      }),
      body,
    );
    const other = await new Promise((resolve) => setTimeout(() => resolve(asked)));
    expect(other).toBeLessThan(1000);
    expect(await readParts(await answer)).toHaveLength(1000);
  });

  it("ends when its client goes away", async () => {
    const controller = new AbortController();
    let asked = 0;
    const handler = createBatchHandler(async () => {
      asked += 1;
      controller.abort();
      return Response.json({});
    });
    const body = `${part("a", "GET /a", "").repeat(1000)}--b--`;
    const headers = { "content-type": BATCH };
    const { signal } = controller;
    const init = { method: "POST", body, headers, signal };
    const { status } = await handler(new Request("http://localhost:8080/batch", init));
    expect([status, asked < 20]).toEqual([499, true]);
  });

  it("answers no more than a batch may hold; the rest is told to come again", async () => {
    const large: OperationsHandler = async () => Response.json("x".repeat(1_000));
    const handler = createBatchHandler(large, { maxBodyBytes: 20_000 });
    const parts = await readParts(
      await send(handler, `${part("a", "GET /a", "").repeat(100)}--b--`),
    );
    const refused = parts.filter(({ status }) => status === "HTTP/1.1 429 Error");
    expect(parts).toHaveLength(100);
    expect(refused.length).toBeGreaterThan(65);
    expect(refused[0]?.json.error.status).toBe("RESOURCE_EXHAUSTED");
  });

  it("asks an authorization between the two for each part", async () => {
    const authorize: OperationsHandler = async (request) =>
      request.url.endsWith("/secret") ? Response.json({}, { status: 403 }) : echo(request);
    const body = `${part("a", "GET /open", "")}${part("b", "GET /secret", "")}--b--`;
    const parts = await readParts(await send(createBatchHandler(authorize), body));
    expect(parts.map(({ status }) => status)).toEqual(["HTTP/1.1 200 OK", "HTTP/1.1 403 Error"]);
  });

  it("answers the other parts when its handler throws for one", async () => {
    const handler: OperationsHandler = (request) => {
      if (request.url.endsWith("/none")) throw new Error("secret");
      return echo(request);
    };
    const body = `${part("a", "GET /none", "")}${part("b", "GET /b", "")}--b--`;
    expect(await readParts(await send(createBatchHandler(handler), body))).toMatchObject([
      {
        status: "HTTP/1.1 500 Error",
        json: { error: { status: "INTERNAL", message: "internal error" } },
      },
      { status: "HTTP/1.1 200 OK" },
    ]);
  });

  it("allows no batches in a batch", async () => {
    const handler = createBatchHandler(createBatchHandler(echo));
    const body = `${part("a", "POST /batch", `Content-Type: ${BATCH}`, "", "--b--")}`;
    const inner = body.replaceAll("--b--", "--c--").replaceAll("boundary=b", "boundary=c");
    const parts = await readParts(await send(handler, `${inner}--b--`));
    expect(parts.map(({ status }) => status)).toEqual(["HTTP/1.1 404 Error"]);
  });

  it.each([
    ["no boundary", `${part("a", "GET /a", "")}--b--`, "multipart/mixed"],
    ["another type", `${part("a", "GET /a", "")}--b--`, "application/json"],
    ["no last line", part("a", "GET /a", ""), BATCH],
    ["no request line", `${part("a", "hello", "")}--b--`, BATCH],
    ["another origin", `${part("a", "GET http://other.example/ HTTP/1.1", "")}--b--`, BATCH],
    ["a bad header", `${part("a", "GET /a", "no header", "")}--b--`, BATCH],
    ["an unsendable method", `${part("a", "TRACE /a", "")}--b--`, BATCH],
    ["too many parts", `${part("a", "GET /a", "").repeat(1001)}--b--`, BATCH],
    ["too large a body", `${" ".repeat(200_001)}${part("a", "GET /a", "")}--b--`, BATCH],
  ])("refuses a batch with %s", async (_, body, type) => {
    const handler = createBatchHandler(echo, { maxBodyBytes: 200_000 });
    const response = await send(handler, body, { "content-type": type });
    const { error } = (await response.json()) as { error: { status: string } };
    expect([response.status, error.status]).toEqual([400, "INVALID_ARGUMENT"]);
  });

  it("leaves a URL that isn't one to the handler", async () => {
    const request = new Request("http://localhost/batch", { method: "POST" });
    Object.defineProperty(request, "url", { value: "http://x:99999/batch" });
    const response = await createBatchHandler(async () => new Response("asked"))(request);
    expect(await response.text()).toBe("asked");
  });

  it("passes anything else on", async () => {
    const handler = createBatchHandler(echo);
    const response = await handler(new Request("http://localhost:8080/batch"));
    expect(await response.json()).toMatchObject({ method: "GET" });
  });
});
