import { Code, RpcError } from "@rx-lro/core";
import type { HttpOperationsOptions } from "@rx-lro/transport-http";
import { describe, expect, it } from "vitest";
import { clients, connect } from "./clients.ts";
import { createSequence, readAttempts } from "./showcase-service.ts";

// The server scripts and counts the attempts of one of its methods, so "get" is bound to that one.
const bindings = {
  get: { method: "POST", path: "/v1beta1/{name=sequences/*}", body: "*" },
} as const satisfies HttpOperationsOptions["bindings"];
const retry = { retries: 3, minTimeoutMs: 100, maxTimeoutMs: 100 };

const ok = { status: { code: Code.OK } };
const unavailable = { status: { code: Code.UNAVAILABLE, message: "not now" } };
const hinted = (code: Code, retryDelay: string) => ({
  status: {
    code,
    message: "later",
    details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay }],
  },
});

/** A timer counts whole milliseconds and may fire up to one early. */
const early = 1;

describe.each(clients)("retries over $client", ({ open }) => {
  it("repeats an unavailable call, no sooner than configured", async () => {
    await using client = open();
    const { operations } = connect(client, { bindings, retry });
    const slow = { ...unavailable, delay: "0.1s" };
    const name = await createSequence([unavailable, slow, ok]);
    expect(await operations.getOperation({ name })).toEqual({});
    const attempts = await readAttempts(name);
    expect(attempts.map(({ code }) => code)).toEqual([14, 14, 0]);
    for (const { afterMs } of attempts.slice(1)) {
      expect(afterMs).toBeGreaterThanOrEqual(retry.minTimeoutMs - early);
    }
  });

  it.each(["UNAVAILABLE", "RESOURCE_EXHAUSTED"] as const)(
    "waits as long as a RetryInfo with %s asks",
    async (code) => {
      await using client = open();
      const { operations } = connect(client, { bindings, retry });
      const name = await createSequence([hinted(Code[code], "0.350s"), ok]);
      await operations.getOperation({ name });
      const [, second, ...more] = await readAttempts(name);
      // Two timers, one for the hint and one of the back-off.
      expect(second?.afterMs).toBeGreaterThanOrEqual(350 - 2 * early);
      expect(more).toEqual([]);
    },
  );
});

describe("retries", () => {
  it("makes one attempt when told not to retry", async () => {
    const { operations } = connect(undefined, { bindings, retry });
    const name = await createSequence([hinted(Code.UNAVAILABLE, "1.500s"), ok]);
    const failure = await operations
      .getOperation({ name }, { retry: false })
      .catch((error: unknown) => error);
    expect(failure).toEqual(
      new RpcError(Code.UNAVAILABLE, "later", {
        details: hinted(Code.UNAVAILABLE, "1.500s").status.details,
        httpStatus: 503,
      }),
    );
    expect(failure).toHaveProperty("retryDelayMs", 1500);
    expect(await readAttempts(name)).toEqual([{ code: 14, afterMs: 0 }]);
  });

  it("makes one attempt when the client is made without retries", async () => {
    const { operations } = connect(undefined, { bindings, retry: false });
    const name = await createSequence([unavailable, ok]);
    await expect(operations.getOperation({ name })).rejects.toMatchObject({ code: 14 });
    expect(await readAttempts(name)).toHaveLength(1);
  });

  it.each(["INTERNAL", "NOT_FOUND", "RESOURCE_EXHAUSTED", "ABORTED", "DEADLINE_EXCEEDED"] as const)(
    "makes one attempt for %s",
    async (code) => {
      const { operations } = connect(undefined, { bindings, retry });
      const name = await createSequence([{ status: { code: Code[code], message: "no" } }, ok]);
      await expect(operations.getOperation({ name })).rejects.toMatchObject({ code: Code[code] });
      expect(await readAttempts(name)).toHaveLength(1);
    },
  );

  it("gives up after its retries, with the last error", async () => {
    const { operations } = connect(undefined, { bindings, retry: { ...retry, retries: 2 } });
    const name = await createSequence([unavailable, unavailable, unavailable, ok]);
    await expect(operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
      message: "[UNAVAILABLE] not now",
    });
    expect(await readAttempts(name)).toHaveLength(3);
  });

  it("stops between attempts when its signal aborts", async () => {
    const { operations, requests } = connect(undefined, {
      bindings,
      retry: { ...retry, minTimeoutMs: 60_000, maxTimeoutMs: 60_000 },
    });
    const name = await createSequence([unavailable, ok]);
    const reason = new Error("enough");
    const abort = new AbortController();
    const call = operations.getOperation({ name }, { signal: abort.signal });
    await expect.poll(() => readAttempts(name)).toHaveLength(1);
    abort.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(requests).toHaveLength(1);
  });
});
