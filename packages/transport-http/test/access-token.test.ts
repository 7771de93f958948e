import { Code, RpcError } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import { type AccessTokenRequest, createHttpOperations, type HttpRequest } from "../src/index.ts";
import { clients, name, response, running } from "./clients.ts";
import { failure, type ScriptedAnswer, type SeenRequest } from "./scripted-server.ts";

const TOKEN = "ya29.a0/s3cr+et==";

describe.each(clients)("accessToken over $client", ({ serve }) => {
  const refused = failure(401, "UNAUTHENTICATED");

  it("goes along with every request", async () => {
    await using it = await serve([{ body: running }], { accessToken: async () => TOKEN });
    await it.operations.getOperation({ name });
    await it.operations.cancelOperation({ name });
    expect(it.server.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${TOKEN}`,
      `Bearer ${TOKEN}`,
    ]);
  });

  it("is refreshed once after a 401", async () => {
    const asked: AccessTokenRequest[] = [];
    const accessToken = (request: AccessTokenRequest) => {
      asked.push(request);
      return `token-${asked.length}`;
    };
    await using it = await serve([refused, { body: running }], { accessToken, retry: false });
    expect(await it.operations.getOperation({ name })).toEqual(running);
    expect(it.server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
    expect(asked).toEqual([{ refresh: false, signal: expect.any(AbortSignal) }, { refresh: true }]);
  });

  it("that is refused twice rejects with UNAUTHENTICATED", async () => {
    await using it = await serve([refused], { accessToken: () => TOKEN });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAUTHENTICATED,
    });
    expect(it.server.requests).toHaveLength(2);
  });

  it("is refreshed once for calls that run together", async () => {
    const refreshed = Promise.withResolvers<string>();
    let refreshes = 0;
    const accessToken = ({ refresh }: AccessTokenRequest) => {
      if (!refresh) return "old";
      refreshes += 1;
      return refreshed.promise;
    };
    let old = 0;
    const script = ({ headers }: SeenRequest): ScriptedAnswer => {
      if (headers.authorization === "Bearer new") return { body: running };
      old += 1;
      if (old === 3) refreshed.resolve("new");
      return refused;
    };
    await using it = await serve(script, { accessToken });
    const calls = [1, 2, 3].map(() => it.operations.getOperation({ name }));
    expect(await Promise.all(calls)).toEqual([running, running, running]);
    expect(refreshes).toBe(1);
  });

  it("is refreshed once for a call that begins with the old token during a refresh", async () => {
    const asked: boolean[] = [];
    const refreshed = Promise.withResolvers<string>();
    const refreshing = Promise.withResolvers<void>();
    const accessToken = async ({ refresh }: AccessTokenRequest) => {
      asked.push(refresh);
      if (!refresh) return "old";
      refreshing.resolve();
      return await refreshed.promise;
    };
    let old = 0;
    const script = ({ headers }: SeenRequest) => {
      if (headers.authorization === "Bearer new") return { body: running };
      old += 1;
      if (old === 2) refreshed.resolve("new");
      return refused;
    };
    await using it = await serve(script, { accessToken });
    const first = it.operations.getOperation({ name });
    await refreshing.promise;
    const second = it.operations.getOperation({ name });
    expect(await Promise.all([first, second])).toEqual([running, running]);
    expect(asked).toEqual([false, true, false]);
    expect(it.server.requests).toHaveLength(4);
  });

  it("is asked for again after a refresh that hangs", async () => {
    const asked: boolean[] = [];
    const accessToken = ({ refresh }: AccessTokenRequest) => {
      asked.push(refresh);
      if (!refresh) return "old";
      return asked.length === 2 ? new Promise<string>(() => {}) : "new";
    };
    const script = ({ headers }: SeenRequest) =>
      headers.authorization === "Bearer new" ? { body: running } : refused;
    await using it = await serve(script, { accessToken });
    await expect(it.operations.getOperation({ name }, { timeoutMs: 1000 })).rejects.toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
    });
    expect(await it.operations.getOperation({ name })).toEqual(running);
    expect(asked).toEqual([false, true, false, true]);
  });

  it("that needs no refresh doesn't wait for one", async () => {
    const refreshing = Promise.withResolvers<void>();
    let token = "old";
    const accessToken = ({ refresh }: AccessTokenRequest) => {
      if (!refresh) return token;
      refreshing.resolve();
      return new Promise<string>(() => {});
    };
    const script = ({ headers }: SeenRequest) =>
      headers.authorization === "Bearer new" ? { body: running } : refused;
    await using it = await serve(script, { accessToken });
    const controller = new AbortController();
    const hanging = it.operations.getOperation({ name }, { signal: controller.signal });
    await refreshing.promise;
    token = "new";
    expect(await it.operations.getOperation({ name })).toEqual(running);
    controller.abort("enough");
    await expect(hanging).rejects.toBe("enough");
  });

  it("is refreshed again after a refresh that failed", async () => {
    const asked: boolean[] = [];
    const accessToken = ({ refresh }: AccessTokenRequest) => {
      asked.push(refresh);
      return asked.length === 2 ? undefined : "t";
    };
    await using it = await serve([refused, refused, { body: running }], { accessToken });
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
    await using it = await serve([refused, { body: running }, refused, { body: running }], {
      accessToken,
    });
    await it.operations.getOperation({ name });
    await it.operations.getOperation({ name });
    expect(asked).toEqual([false, true, false, true]);
  });

  it("that can't be had rejects with UNAVAILABLE and the cause, after retries", async () => {
    const cause = new Error("no network");
    let asked = 0;
    const accessToken = async () => {
      asked += 1;
      throw cause;
    };
    await using it = await serve([{ body: running }], { accessToken });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
      rawMessage: "accessToken failed: no network",
      cause,
    });
    expect([asked, it.server.requests]).toEqual([5, []]);
  });

  it("that can't be had rejects with the RpcError that the function throws", async () => {
    const error = new RpcError(Code.PERMISSION_DENIED, "no login");
    const accessToken = () => {
      throw error;
    };
    await using it = await serve([{ body: running }], { accessToken });
    await expect(it.operations.getOperation({ name })).rejects.toBe(error);
    expect(it.server.requests).toEqual([]);
  });
});

it("a token isn't sent by a call that was aborted while waiting for it", async () => {
  const requests: HttpRequest[] = [];
  const asked = Promise.withResolvers<void>();
  const token = Promise.withResolvers<string>();
  const operations = createHttpOperations({
    baseUrl: "https://x.example",
    client: async (request) => {
      requests.push(request);
      return response(200);
    },
    accessToken: () => {
      asked.resolve();
      return token.promise;
    },
  });
  const controller = new AbortController();
  const call = operations.getOperation({ name }, { signal: controller.signal });
  await asked.promise;
  controller.abort("enough");
  token.resolve("t");
  await expect(call).rejects.toBe("enough");
  await turns();
  expect(requests).toEqual([]);
});

it.each([
  {
    title: "is asked for again by a call that is refused after another gave the refresh up",
    refreshed: () => new Promise<string>(() => {}),
    asked: [false, false, true, true],
  },
  {
    title: "is refreshed once for a call refused after another was aborted with the new one",
    refreshed: () => "t",
    asked: [false, false, true],
  },
])("a token $title", async (expected) => {
  const asked: boolean[] = [];
  const answers: ((status: number) => void)[] = [];
  const operations = createHttpOperations({
    baseUrl: "https://x.example",
    client: async () => {
      const status = await new Promise<number>((resolve) => answers.push(resolve));
      return response(status);
    },
    accessToken: ({ refresh }) => {
      asked.push(refresh);
      return asked.length === 3 ? expected.refreshed() : "t";
    },
  });
  const controller = new AbortController();
  const first = operations.getOperation({ name }, { signal: controller.signal });
  const second = operations.getOperation({ name });
  await turns();
  answers[0]?.(401);
  await turns();
  controller.abort("enough");
  await expect(first).rejects.toBe("enough");
  answers[1]?.(401);
  await turns();
  answers.at(-1)?.(200);
  expect(await second).toEqual(running);
  expect(asked).toEqual(expected.asked);
});

it.each(["abort", "answer"])(
  "a token isn't refreshed for a call whose signal has aborted: %s first",
  async (first) => {
    const asked: boolean[] = [];
    const status = Promise.withResolvers<number>();
    const operations = createHttpOperations({
      baseUrl: "https://x.example",
      client: async () => response(await status.promise),
      accessToken: ({ refresh }) => {
        asked.push(refresh);
        return "t";
      },
    });
    const controller = new AbortController();
    const call = operations.getOperation({ name }, { signal: controller.signal });
    await turns();
    if (first === "answer") status.resolve(401);
    controller.abort("enough");
    status.resolve(401);
    await expect(call).rejects.toBe("enough");
    await turns();
    expect(asked).toEqual([false]);
  },
);

it("a token is refreshed again for a later call, even if a refresh given up ends late", async () => {
  let valid = "new";
  let refreshes = 0;
  const first = Promise.withResolvers<string>();
  const operations = createHttpOperations({
    baseUrl: "https://x.example",
    client: async ({ headers }) => {
      const status = headers["authorization"] === `Bearer ${valid}` ? 200 : 401;
      return response(status);
    },
    accessToken: ({ refresh }) => {
      if (!refresh) return "old";
      refreshes += 1;
      return refreshes === 1 ? first.promise : valid;
    },
  });
  const controller = new AbortController();
  const call = operations.getOperation({ name }, { signal: controller.signal });
  await turns();
  controller.abort("enough");
  await expect(call).rejects.toBe("enough");
  expect(await operations.getOperation({ name })).toEqual(running);
  first.resolve("late");
  await turns();
  valid = "newer";
  expect(await operations.getOperation({ name })).toEqual(running);
  expect(refreshes).toBe(3);
});

it("a token is refreshed once for calls that come between two that give up an earlier refresh", async () => {
  const refreshed = Promise.withResolvers<string>();
  let refreshes = 0;
  const operations = createHttpOperations({
    baseUrl: "https://x.example",
    client: async ({ headers }) => response(headers["authorization"] === "Bearer new" ? 200 : 401),
    accessToken: ({ refresh }) => {
      if (!refresh) return "old";
      refreshes += 1;
      return refreshes === 1 ? new Promise(() => {}) : refreshed.promise;
    },
  });
  const call = async (signal?: AbortSignal) => {
    const answer = operations.getOperation({ name }, { ...(signal && { signal }) });
    answer.catch(() => {});
    await turns();
    return { answer };
  };
  const [first, second] = [new AbortController(), new AbortController()];
  await call(first.signal);
  await call(second.signal);
  first.abort("enough");
  const third = await call();
  second.abort("enough");
  const fourth = await call();
  expect(refreshes).toBe(2);
  refreshed.resolve("new");
  expect([await third.answer, await fourth.answer]).toEqual([running, running]);
});

/** What can go on without a socket or a timer has. */
function turns(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
