import { Code } from "@rx-lro/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AccessTokenRequest, createHttpOperations } from "../src/index.ts";
import { clients, name, quick, response, running } from "./clients.ts";
import { failure, type ScriptedAnswer } from "./scripted-server.ts";

describe.each(clients)("retries over $client", ({ serve }) => {
  const unavailable = failure(503, "UNAVAILABLE");
  const later = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "0.02s" };

  it.each<ScriptedAnswer>([
    unavailable,
    "reset",
    { status: 502, body: "<p>Bad Gateway" },
    { status: 429, headers: { "retry-after": "0" } },
  ])("repeat after %j", async (answer) => {
    await using it = await serve([answer, answer, { body: running }]);
    expect(await it.operations.getOperation({ name })).toEqual(running);
    expect(it.server.requests).toHaveLength(3);
  });

  it.each([
    failure(500, "INTERNAL"),
    failure(504, "DEADLINE_EXCEEDED"),
    failure(429, "RESOURCE_EXHAUSTED"),
    failure(403, "PERMISSION_DENIED", { details: [later] }),
    failure(409, "ABORTED"),
  ])("don't repeat after %j", async (answer) => {
    await using it = await serve([answer, { body: running }]);
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({ name: "RpcError" });
    expect(it.server.requests).toHaveLength(1);
  });

  it.each(["getOperation", "cancelOperation", "deleteOperation", "waitOperation"] as const)(
    "repeat %s",
    async (method) => {
      await using it = await serve([unavailable, { body: "{}" }]);
      await it.operations[method]({ name });
      expect(it.server.requests).toHaveLength(2);
    },
  );

  it.each(["getOperation", "cancelOperation", "waitOperation"] as const)(
    "don't take NOT_FOUND for a success of %s, as they do for delete",
    async (method) => {
      await using it = await serve([unavailable, failure(404, "NOT_FOUND")]);
      await expect(it.operations[method]({ name })).rejects.toMatchObject({
        code: Code.NOT_FOUND,
      });
      expect(it.server.requests).toHaveLength(2);
    },
  );

  it("end after the number that is set", async () => {
    await using it = await serve([unavailable], { retry: { ...quick, retries: 2 } });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
    });
    expect(it.server.requests).toHaveLength(3);
  });

  it("don't happen when a call says so", async () => {
    await using it = await serve([unavailable]);
    await expect(it.operations.getOperation({ name }, { retry: false })).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
    });
    expect(it.server.requests).toHaveLength(1);
  });

  it("don't happen when the options say so", async () => {
    await using it = await serve(["reset"], { retry: false });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
    });
    expect(it.server.requests).toHaveLength(1);
  });

  it.each(["3000000", "61", "9".repeat(400)])("don't wait for Retry-After: %s", async (seconds) => {
    const headers = { "retry-after": seconds };
    await using it = await serve([{ status: 503, headers }]);
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
      retryDelayMs: Number(seconds) * 1000,
    });
    expect(it.server.requests).toHaveLength(1);
  });

  it("take the time of a Retry-After by the service's clock", async () => {
    const date = "Mon, 01 Jan 2024 00:00:00 GMT";
    const headers = { date, "retry-after": "Mon, 01 Jan 2024 00:10:00 GMT" };
    await using it = await serve([{ status: 503, headers }]);
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
      retryDelayMs: 600_000,
    });
    expect(it.server.requests).toHaveLength(1);
  });

  it("end with the caller's signal while they wait, for whatever reason it gives", async () => {
    await using it = await serve([{ status: 503, headers: { "retry-after": "30" } }]);
    const controller = new AbortController();
    const call = it.operations.getOperation({ name }, { signal: controller.signal });
    await it.server.requested;
    controller.abort("because");
    await expect(call).rejects.toBe("because");
    expect(it.server.requests).toHaveLength(1);
  });

  describe("of delete", () => {
    const gone = failure(404, "NOT_FOUND");

    it.each<ScriptedAnswer>(["reset", unavailable])(
      "take NOT_FOUND for a success after %j",
      async (answer) => {
        await using it = await serve([answer, gone]);
        expect(await it.operations.deleteOperation({ name })).toBeUndefined();
        expect(it.server.requests).toHaveLength(2);
      },
    );

    it.each<[string, ScriptedAnswer[]]>([
      ["at the first attempt", [gone]],
      [
        "after an attempt that was only put off",
        [failure(429, "RESOURCE_EXHAUSTED", { details: [later] }), gone],
      ],
      ["from a route that isn't there", ["reset", { status: 404 }]],
    ])("reject with NOT_FOUND %s", async (_, script) => {
      await using it = await serve(script);
      await expect(it.operations.deleteOperation({ name })).rejects.toMatchObject({
        code: Code.NOT_FOUND,
      });
      expect(it.server.requests).toHaveLength(script.length);
    });

    it.each<[string, ScriptedAnswer[], boolean]>([
      ["whose token couldn't be had", [gone], false],
      ["whose refused token couldn't be renewed", [failure(401, "UNAUTHENTICATED"), gone], true],
    ])("reject with NOT_FOUND after an attempt %s", async (_, script, failing) => {
      let asked = 0;
      const accessToken = ({ refresh }: AccessTokenRequest) => {
        asked += 1;
        if (refresh === failing && asked < 3) throw new Error("no network");
        return "t";
      };
      await using it = await serve(script, { accessToken });
      await expect(it.operations.deleteOperation({ name })).rejects.toMatchObject({
        code: Code.NOT_FOUND,
      });
      expect(it.server.requests).toHaveLength(script.length);
    });

    it("reject with another error after an attempt without answer", async () => {
      await using it = await serve(["reset", failure(403, "PERMISSION_DENIED")]);
      await expect(it.operations.deleteOperation({ name })).rejects.toMatchObject({
        code: Code.PERMISSION_DENIED,
      });
    });

    it("take NOT_FOUND for a success after an attempt without answer and one without a token", async () => {
      let asked = 0;
      const accessToken = () => {
        asked += 1;
        if (asked === 2) throw new Error("no network");
        return "t";
      };
      await using it = await serve(["reset", gone], { accessToken });
      expect(await it.operations.deleteOperation({ name })).toBeUndefined();
      expect([asked, it.server.requests.length]).toEqual([3, 2]);
    });

    it("forget what happened to other calls", async () => {
      await using it = await serve(["reset", { body: "{}" }, gone]);
      await it.operations.deleteOperation({ name });
      await expect(it.operations.deleteOperation({ name })).rejects.toMatchObject({
        code: Code.NOT_FOUND,
      });
    });
  });
});

describe("the time between attempts", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** When a call is sent whose first three attempts are answered with a status, and a hint in seconds. */
  async function timesOfAttempts(retryAfter?: string, status = 503) {
    const header = (name: string) => (name === "retry-after" ? retryAfter : undefined);
    const start = Date.now();
    const times: number[] = [];
    const operations = createHttpOperations({
      baseUrl: "https://x.example",
      retry: { minTimeoutMs: 1000, maxTimeoutMs: 3000 },
      client: async () => {
        const isLast = times.push(Date.now() - start) === 4;
        return isLast ? response(200) : { ...response(status), header };
      },
    });
    const call = operations.getOperation({ name });
    await vi.runAllTimersAsync();
    await call;
    return times;
  }

  it("doubles up to the longest, with a random part on top", async () => {
    using random = vi.spyOn(Math, "random");
    random.mockReturnValue(0);
    expect(await timesOfAttempts()).toEqual([0, 1000, 3000, 6000]);
    random.mockReturnValue(0.25);
    expect(await timesOfAttempts()).toEqual([0, 1250, 3750, 6750]);
  });

  it.each([503, 429])(
    "is what the service asks for with HTTP %i, if that is longer",
    async (status) => {
      using _random = vi.spyOn(Math, "random").mockReturnValue(0);
      expect(await timesOfAttempts("2.5", status)).toEqual([0, 2500, 5000, 8000]);
    },
  );

  it("is up to the longest hint", async () => {
    expect(await timesOfAttempts("60")).toEqual([0, 60_000, 120_000, 180_000]);
  });
});
