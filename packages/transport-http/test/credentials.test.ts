import { inspect } from "node:util";
import { Code, RpcError } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import type { AccessTokenRequest } from "../src/index.ts";
import { clients, name, running } from "./clients.ts";
import { failure, type ScriptedAnswer, startServer } from "./scripted-server.ts";

const SECRET = "ya29.a0/s3cr+et==";

/** All that can be seen of what was thrown. */
async function visible(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => expect.unreachable(),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RpcError);
  const shown = [
    inspect(error, { depth: 20, showHidden: true }),
    JSON.stringify(error),
    String(error),
  ];
  return shown.join("\n");
}

describe.each(clients)("a credential over $client", ({ serve }) => {
  it.each([undefined, null, "", `${SECRET}\n`, `${SECRET} x`, `${SECRET}é`])(
    "is not sent when it is %j",
    async (token) => {
      await using it = await serve([{ body: running }], { accessToken: () => token });
      const call = it.operations.getOperation({ name });
      await expect(call).rejects.toMatchObject({
        code: Code.UNAUTHENTICATED,
        rawMessage: 'accessToken must give a token alone, without "Bearer" or a line break',
      });
      expect(await visible(call)).not.toContain(SECRET);
      expect(it.server.requests).toEqual([]);
    },
  );

  it("in a headers option is a credential too", async () => {
    const headers = { Authorization: `Basic ${SECRET}` };
    await using it = await serve([{ status: 500, body: `I saw ${SECRET}` }], { headers });
    expect(await visible(it.operations.getOperation({ name }))).not.toContain(SECRET);
    expect(it.server.requests[0]?.headers.authorization).toBe(`Basic ${SECRET}`);
  });

  const failureWith = (message: string) => ({
    status: 403,
    body: `{"error":{"status":"PERMISSION_DENIED","message":${message}}}`,
  });
  const escaped = JSON.stringify(SECRET).replaceAll("=", "\\u003d").replaceAll("/", "\\/");
  it.each<[string, ScriptedAnswer]>([
    [
      "in an error",
      failure(403, "PERMISSION_DENIED", { message: `bad ${SECRET}`, details: [{ a: SECRET }] }),
    ],
    ["escaped in JSON", failureWith(escaped)],
    [
      "as some JSON encoders write it",
      failureWith(JSON.stringify(SECRET).replaceAll("+", "\\u002B").replaceAll("/", "\\u002f")),
    ],
    ["as HTML", { status: 502, body: SECRET.replaceAll("+", "&#43;").replaceAll("/", "&#x2F;") }],
    ["in a page", { status: 502, body: `<title>${SECRET}</title>` }],
    ["as text", { status: 500, body: SECRET }],
    ["in a success that is no JSON", { body: `${SECRET}` }],
    ["in a redirect", { status: 302, headers: { location: `http://example.com/${SECRET}` } }],
    [
      "encoded in a redirect",
      { status: 302, headers: { location: `/login?token=${encodeURIComponent(SECRET)}` } },
    ],
    [
      "encoded in lower case",
      { status: 302, headers: { location: `/login?token=${SECRET.replace("/", "%2f")}` } },
    ],
    ["in a success that is a JSON string", { body: JSON.stringify(SECRET) }],
  ])("that the service echoes %s is never shown", async (_, answer) => {
    await using it = await serve([answer], { accessToken: () => SECRET, retry: false });
    const shown = await visible(it.operations.getOperation({ name }));
    expect(shown).toContain("[redacted]");
    expect(shown).not.toContain("s3cr");
    expect(inspect(it.operations, { depth: 20, showHidden: true })).not.toContain(SECRET);
  });

  it("is not shown even if it is short", async () => {
    const page = { status: 500, body: "tok1 was refused" };
    await using it = await serve([page], { accessToken: () => "tok1", retry: false });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      rawMessage: 'HTTP 500 without an error message: "[redacted] was refused"',
    });
  });

  it("that was refused before is not shown either", async () => {
    const accessToken = ({ refresh }: AccessTokenRequest) => (refresh ? "new-token" : SECRET);
    const page = { status: 500, body: `${SECRET} or new-token` };
    const refused = failure(401, "UNAUTHENTICATED");
    await using it = await serve([refused, page], { accessToken });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      rawMessage: 'HTTP 500 without an error message: "[redacted]== or [redacted]"',
    });
  });

  it("that was sent by an earlier attempt is not shown either", async () => {
    const tokens = ["first-token", "second-token"];
    const page = { status: 503, body: "first-token or second-token" };
    const retry = { retries: 1, minTimeoutMs: 1, maxTimeoutMs: 1 };
    await using it = await serve([page], { accessToken: () => tokens.shift(), retry });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      rawMessage: 'HTTP 503 without an error message: "[redacted] or [redacted]"',
    });
  });

  it.each(["Cookie", "Apikey", "X-Auth-Token", "X-Secret", "Proxy-Authorization"])(
    "in the header %s is never shown, nor any part of it",
    async (header) => {
      const parts = ["first-part/1", "first-part", "second+part"];
      const headers = { [header]: `a=${parts[0]}; b="${parts[1]}", ${parts[2]}` };
      await using it = await serve([{ status: 500, body: parts.join(" ") }], { headers });
      await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
        rawMessage: 'HTTP 500 without an error message: "[redacted] [redacted] [redacted]"',
      });
    },
  );

  it.each([
    ["a&b<c>d'e-s3cret", "a&amp;b&lt;c&gt;d&apos;e-s3cret"],
    ["abcd\\054s3cret", "abcd\\\\054s3cret"],
  ])("with the special characters of %s isn't shown as %s", async (token, body) => {
    const headers = { "x-api-key": token };
    await using it = await serve([{ status: 500, body }], { headers });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      rawMessage: expect.not.stringContaining("s3cret"),
    });
  });

  it("with very many special characters isn't shown either", async () => {
    const cookie = `${"%7B".repeat(4000)}s3cret`;
    await using it = await serve([{ status: 500, body: cookie }], { headers: { cookie } });
    const shown = await visible(it.operations.getOperation({ name }));
    expect(shown).toContain("[redacted]");
    expect(shown).not.toContain("s3cret");
  });

  it.each(["%", "1%"])(
    "of many %j that an answer nearly repeats, many times over, holds nothing up",
    async (part) => {
      const headers = { cookie: `${part.repeat(40)}x` };
      await using it = await serve([{ status: 500, body: part.repeat(1000) }], { headers });
      await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
        rawMessage: `HTTP 500 without an error message: "${part.repeat(1000).slice(0, 200)}"`,
      });
    },
  );

  it("doesn't keep a deeply nested answer from being read", async () => {
    const body = `{"error":{"message":${"[".repeat(50_000)}${"]".repeat(50_000)}}}`;
    await using it = await serve([{ status: 403, body }], { accessToken: () => SECRET });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.PERMISSION_DENIED,
    });
  });

  it.each<ScriptedAnswer>(["reset", "hang", "stall", "echo", "echo in pieces"])(
    "is never shown after %j",
    async (answer) => {
      const headers = { "x-goog-api-key": SECRET };
      await using it = await serve([answer], {
        accessToken: () => SECRET,
        headers,
        retry: false,
        timeoutMs: 500,
      });
      expect(await visible(it.operations.getOperation({ name }))).not.toContain(SECRET);
      expect(it.server.requests[0]?.headers).toMatchObject({
        authorization: `Bearer ${SECRET}`,
        ...headers,
      });
    },
  );

  it("is never shown when nothing answers", async () => {
    const closed = await startServer([]);
    await closed[Symbol.asyncDispose]();
    const { baseUrl } = closed;
    await using it = await serve([], { baseUrl, accessToken: () => SECRET, retry: false });
    expect(await visible(it.operations.getOperation({ name }))).not.toContain(SECRET);
  });
});
