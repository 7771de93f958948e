import { inspect } from "node:util";
import { Code, RpcError } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import type { AccessTokenRequest, HttpOperationsOptions } from "../src/index.ts";
import { clients, name, running, serve } from "./clients.ts";
import {
  failure,
  type Script,
  type ScriptedAnswer,
  type SeenRequest,
  startServer,
} from "./scripted-server.ts";

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

describe.each(clients)("accessToken over $client", ({ open }) => {
  const setUp = (script: Script, options: Partial<HttpOperationsOptions> = {}) =>
    serve(open, script, options);

  const refused = failure(401, "UNAUTHENTICATED");

  it("goes along with every request", async () => {
    await using it = await setUp([{ body: running }], { accessToken: async () => SECRET });
    await it.operations.getOperation({ name });
    await it.operations.cancelOperation({ name });
    expect(it.server.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${SECRET}`,
      `Bearer ${SECRET}`,
    ]);
  });

  it("is refreshed once after a 401", async () => {
    const asked: AccessTokenRequest[] = [];
    const accessToken = (request: AccessTokenRequest) => {
      asked.push(request);
      return `token-${asked.length}`;
    };
    await using it = await setUp([refused, { body: running }], { accessToken, retry: false });
    expect(await it.operations.getOperation({ name })).toEqual(running);
    expect(it.server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
    expect(asked).toEqual([{ refresh: false, signal: expect.any(AbortSignal) }, { refresh: true }]);
  });

  it("that is refused twice rejects with UNAUTHENTICATED", async () => {
    await using it = await setUp([refused], { accessToken: () => SECRET });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAUTHENTICATED,
    });
    expect(it.server.requests).toHaveLength(2);
  });

  it("is refreshed once for calls that run together", async () => {
    let onThirdRefusal = (_token: string) => {};
    const refreshed = new Promise<string>((resolve) => {
      onThirdRefusal = resolve;
    });
    let refreshes = 0;
    const accessToken = ({ refresh }: AccessTokenRequest) => {
      if (!refresh) return "old";
      refreshes += 1;
      return refreshed;
    };
    let old = 0;
    const script = ({ headers }: SeenRequest): ScriptedAnswer => {
      if (headers.authorization === "Bearer new") return { body: running };
      old += 1;
      if (old === 3) onThirdRefusal("new");
      return refused;
    };
    await using it = await setUp(script, { accessToken });
    const calls = [1, 2, 3].map(() => it.operations.getOperation({ name }));
    expect(await Promise.all(calls)).toEqual([running, running, running]);
    expect(refreshes).toBe(1);
  });

  it("is not refreshed for a call that begins during a refresh", async () => {
    const asked: boolean[] = [];
    let refresh = (_token: string) => {};
    const refreshed = new Promise<string>((resolve) => {
      refresh = resolve;
    });
    let onRefresh = () => {};
    const refreshing = new Promise<void>((resolve) => {
      onRefresh = resolve;
    });
    let token = "old";
    const accessToken = async ({ refresh }: AccessTokenRequest) => {
      asked.push(refresh);
      if (!refresh) return token;
      onRefresh();
      token = await refreshed;
      return token;
    };
    const script = ({ headers }: SeenRequest) =>
      headers.authorization === "Bearer new" ? { body: running } : refused;
    await using it = await setUp(script, { accessToken });
    const first = it.operations.getOperation({ name });
    await refreshing;
    const second = it.operations.getOperation({ name });
    refresh("new");
    expect(await Promise.all([first, second])).toEqual([running, running]);
    expect(asked).toEqual([false, true, false]);
    expect(it.server.requests).toHaveLength(3);
  });

  it("is refreshed again after a refresh that failed", async () => {
    const asked: boolean[] = [];
    const accessToken = ({ refresh }: AccessTokenRequest) => {
      asked.push(refresh);
      if (asked.length === 2) throw new Error("no login");
      return "t";
    };
    await using it = await setUp([refused, refused, { body: running }], { accessToken });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAUTHENTICATED,
    });
    expect(await it.operations.getOperation({ name })).toEqual(running);
    expect(asked).toEqual([false, true, false, true]);
  });

  it("is refreshed again for a later call", async () => {
    const asked: boolean[] = [];
    const accessToken = ({ refresh }: AccessTokenRequest) => {
      asked.push(refresh);
      return "t";
    };
    await using it = await setUp([refused, { body: running }, refused, { body: running }], {
      accessToken,
    });
    await it.operations.getOperation({ name });
    await it.operations.getOperation({ name });
    expect(asked).toEqual([false, true, false, true]);
  });

  it("that can't be had rejects with UNAUTHENTICATED and the cause", async () => {
    const cause = new Error("no login");
    const accessToken = async () => {
      throw cause;
    };
    await using it = await setUp([{ body: running }], { accessToken });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAUTHENTICATED,
      rawMessage: "accessToken gave no usable token",
      cause,
    });
    expect(it.server.requests).toEqual([]);
  });

  it.each([undefined, null, "", `${SECRET}\n`, `${SECRET} x`, `${SECRET}é`])(
    "%j is not sent",
    async (token) => {
      await using it = await setUp([{ body: running }], { accessToken: () => token });
      const call = it.operations.getOperation({ name });
      await expect(call).rejects.toMatchObject({
        code: Code.UNAUTHENTICATED,
        rawMessage: "accessToken gave no usable token",
      });
      expect(await visible(call)).not.toContain(SECRET);
      expect(it.server.requests).toEqual([]);
    },
  );

  it("in a headers option is a credential too", async () => {
    const headers = { Authorization: `Basic ${SECRET}` };
    await using it = await setUp([{ status: 500, body: `I saw ${SECRET}` }], { headers });
    expect(await visible(it.operations.getOperation({ name }))).not.toContain(SECRET);
    expect(it.server.requests[0]?.headers.authorization).toBe(`Basic ${SECRET}`);
  });

  const escaped = JSON.stringify(SECRET).replaceAll("=", "\\u003d").replaceAll("/", "\\/");
  it.each<[string, ScriptedAnswer]>([
    [
      "in an error",
      failure(403, "PERMISSION_DENIED", { message: `bad ${SECRET}`, details: [{ a: SECRET }] }),
    ],
    [
      "escaped in JSON",
      { status: 403, body: `{"error":{"status":"PERMISSION_DENIED","message":${escaped}}}` },
    ],
    ["in a page", { status: 502, body: `<title>${SECRET}</title>` }],
    ["as text", { status: 500, body: SECRET }],
    ["in a success that is no JSON", { body: `${SECRET}` }],
    ["in a redirect", { status: 302, headers: { location: `http://example.com/${SECRET}` } }],
    ["in a success that is a JSON string", { body: JSON.stringify(SECRET) }],
  ])("that the service echoes %s is never shown", async (_, answer) => {
    await using it = await setUp([answer], { accessToken: () => SECRET, retry: false });
    expect(await visible(it.operations.getOperation({ name }))).not.toContain(SECRET);
    expect(inspect(it.operations, { depth: 20, showHidden: true })).not.toContain(SECRET);
  });

  it.each<ScriptedAnswer>(["reset", "hang", "stall"])("is never shown after %j", async (answer) => {
    const headers = { "x-goog-api-key": SECRET };
    await using it = await setUp([answer], {
      accessToken: () => SECRET,
      headers,
      retry: false,
      timeoutMs: 50,
    });
    expect(await visible(it.operations.getOperation({ name }))).not.toContain(SECRET);
    expect(it.server.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${SECRET}`,
      ...headers,
    });
  });

  it("is never shown when nothing answers", async () => {
    const closed = await startServer([]);
    await closed[Symbol.asyncDispose]();
    const { baseUrl } = closed;
    await using it = await setUp([], { baseUrl, accessToken: () => SECRET, retry: false });
    expect(await visible(it.operations.getOperation({ name }))).not.toContain(SECRET);
  });
});
