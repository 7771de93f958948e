import { getEventListeners } from "node:events";
import { Code } from "@rx-lro/core";
import { describe, expect, it, vi } from "vitest";
import { createHttpOperations } from "../src/index.ts";
import { clients, name, response, running } from "./clients.ts";
import { failure, type ScriptedAnswer } from "./scripted-server.ts";

describe.each(clients)("time over $client", ({ serve }) => {
  it.each<ScriptedAnswer>(["hang", "stall"])(
    "ends for an attempt that meets %j",
    async (answer) => {
      await using it = await serve([answer], { timeoutMs: 200 });
      await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
        code: Code.DEADLINE_EXCEEDED,
        rawMessage: `getOperation ${name}: no answer within 200 ms`,
      });
      // Not again; on a slow machine not even once within this time.
      expect(it.server.requests.length).toBeLessThanOrEqual(1);
    },
  );

  it("of a call bounds all its attempts together", async () => {
    const retry = { retries: 1000, minTimeoutMs: 5, maxTimeoutMs: 5 };
    await using it = await serve([failure(503, "UNAVAILABLE")], { retry });
    await expect(it.operations.getOperation({ name }, { timeoutMs: 40 })).rejects.toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
      rawMessage: `getOperation ${name}: no answer within 40 ms`,
    });
  });

  it("of a call isn't spent on waiting for a hint that is longer", async () => {
    await using it = await serve([{ status: 503, headers: { "retry-after": "30" } }]);
    const call = it.operations.getOperation({ name }, { timeoutMs: 2000 });
    await expect(call).rejects.toMatchObject({ code: Code.UNAVAILABLE, retryDelayMs: 30_000 });
    expect(it.server.requests).toHaveLength(1);
  });

  it("of a wait is added on top", async () => {
    await using it = await serve(["hang"], { timeoutMs: 20 });
    const call = it.operations.waitOperation({ name, timeoutMs: 30 });
    await expect(call).rejects.toMatchObject({
      rawMessage: `waitOperation ${name}: no answer within 50 ms`,
    });
  });

  it("of a call bounds a wait", async () => {
    await using it = await serve(["hang"]);
    const call = it.operations.waitOperation({ name, timeoutMs: 60_000 }, { timeoutMs: 20 });
    await expect(call).rejects.toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
      rawMessage: `waitOperation ${name}: no answer within 20 ms`,
    });
  });

  it.each([
    [1000 / 3, "0.333s"],
    [1e-7, "0s"],
    [1.5, "0.002s"],
  ])("of a wait of %d ms is sent as %s", async (timeoutMs, timeout) => {
    await using it = await serve([{ body: running }]);
    await it.operations.waitOperation({ name, timeoutMs });
    expect(it.server.requests[0]?.body).toBe(JSON.stringify({ timeout }));
  });

  it("of a wait is clamped to what a timer can hold", async () => {
    await using it = await serve([{ body: running }]);
    await it.operations.waitOperation({ name, timeoutMs: Number.POSITIVE_INFINITY });
    expect(it.server.requests[0]?.body).toBe('{"timeout":"2147423.647s"}');
  });

  it.each([-1, Number.NaN, 2 ** 31])("of a call can't be %s ms", async (timeoutMs) => {
    await using it = await serve([{ body: running }]);
    await expect(it.operations.getOperation({ name }, { timeoutMs })).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      rawMessage: `timeoutMs must be from 0 to 2147483647, not ${timeoutMs}`,
    });
    expect(it.server.requests).toEqual([]);
  });

  it.each([-1, Number.NaN])("to wait can't be %s ms", async (timeoutMs) => {
    await using it = await serve([{ body: running }]);
    await expect(it.operations.waitOperation({ name, timeoutMs })).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      rawMessage: `wait's timeoutMs must be from 0 to 2147483647, not ${timeoutMs}`,
    });
    expect(it.server.requests).toEqual([]);
  });

  it.each([{}, { retry: false } as const])(
    "sends nothing with a signal that is aborted, with %j",
    async (options) => {
      await using it = await serve([{ body: running }], {
        accessToken: () => expect.unreachable(),
      });
      for (const reason of ["because", new TypeError("fetch failed"), undefined]) {
        const signal = AbortSignal.abort(reason);
        const call = it.operations.getOperation({ name }, { ...options, signal });
        await expect(call).rejects.toBe(signal.reason);
      }
      expect(it.server.requests).toEqual([]);
    },
  );

  it.each<ScriptedAnswer>(["hang", "stall"])("ends with the signal during %j", async (answer) => {
    await using it = await serve([answer]);
    const controller = new AbortController();
    const call = it.operations.getOperation({ name }, { signal: controller.signal });
    await it.server.requested;
    const reason = new TypeError("fetch failed");
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(it.server.requests).toHaveLength(1);
  });

  it("leaves no listener and no timer", async () => {
    const retry = { retries: 1, minTimeoutMs: 1, maxTimeoutMs: 1 };
    await using it = await serve(
      [
        { body: running },
        failure(503, "UNAVAILABLE"),
        { body: running },
        failure(404, "NOT_FOUND"),
      ],
      { retry },
    );
    const { signal } = new AbortController();
    using set = vi.spyOn(globalThis, "setTimeout");
    using clear = vi.spyOn(globalThis, "clearTimeout");
    await it.operations.getOperation({ name }, { signal });
    await it.operations.getOperation({ name }, { signal, timeoutMs: 10_000 });
    await expect(it.operations.getOperation({ name }, { signal })).rejects.toMatchObject({
      code: Code.NOT_FOUND,
    });
    expect(getEventListeners(signal, "abort")).toEqual([]);
    const deadlines = set.mock.calls.flatMap(([, ms = 0], i) =>
      ms >= 10_000 ? [{ ms, timer: set.mock.results[i]?.value }] : [],
    );
    expect(deadlines.map(({ ms }) => ms)).toEqual([60_000, 10_000, 60_000]);
    const cleared = clear.mock.calls.map(([timer]) => timer);
    expect(deadlines.filter(({ timer }) => !cleared.includes(timer))).toEqual([]);
  });
});

it("a call that runs out of time leaves no listener, though its client never ends", async () => {
  const operations = createHttpOperations({
    baseUrl: "https://x.example",
    client: () => new Promise(() => {}),
    timeoutMs: 10,
  });
  const { signal } = new AbortController();
  await expect(operations.getOperation({ name }, { signal })).rejects.toMatchObject({
    code: Code.DEADLINE_EXCEEDED,
  });
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

it("a call times out even if the token function never answers", async () => {
  const operations = createHttpOperations({
    baseUrl: "https://x.example",
    accessToken: () => new Promise<string>(() => {}),
    timeoutMs: 10,
  });
  await expect(operations.getOperation({ name })).rejects.toMatchObject({
    code: Code.DEADLINE_EXCEEDED,
  });
});

it("a call whose time ends before it is repeated says what failed", async () => {
  const operations = createHttpOperations({
    baseUrl: "https://x.example",
    client: async () => response(503),
    retry: { minTimeoutMs: 10_000 },
  });
  await expect(operations.getOperation({ name }, { timeoutMs: 10 })).rejects.toMatchObject({
    code: Code.DEADLINE_EXCEEDED,
    cause: { code: Code.UNAVAILABLE, httpStatus: 503 },
  });
});
