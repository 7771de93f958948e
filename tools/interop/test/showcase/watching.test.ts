import { type Any, Code, createWatcher, exponentialBackoff, type Watch } from "@rx-lro/core";
import { distinctUntilChanged, firstValueFrom, map, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { brief } from "../../../../packages/core/test/watcher/probe.ts";
import { clients, connect } from "./clients.ts";
import { pathOf, startOddlyNamed, startWait } from "./showcase-service.ts";

const quick = {
  backoff: exponentialBackoff({ initialMs: 50, maxMs: 100 }),
  notFoundGraceMs: 500,
};
// The prefix of a type URL is arbitrary; this service gives back what it was given.
const errorInfo = { "@type": "t.example/google.rpc.ErrorInfo", reason: "R", domain: "d" };
const contentOf = (any: Any) => String(any["content"]);

/** The states one after the other, without repeats: `cancelling.requested`, `done.succeeded`, `lost.unknown`. */
function statesOf(watch: Watch<unknown, unknown>): Promise<string[]> {
  const states = watch.states.pipe(
    map((state) => brief([state]).join()),
    distinctUntilChanged(),
    toArray(),
  );
  return firstValueFrom(states);
}

/** Resolves when the first answer is there. */
async function seen(watch: Watch<unknown, unknown>): Promise<void> {
  await firstValueFrom(watch.states);
}

describe.each(clients)("watching over $client", ({ open }) => {
  it("follows an operation to its decoded response", async () => {
    await using client = open();
    const watcher = createWatcher(connect(client).operations, quick);
    const target = startWait({ ttl: "0.3s", success: { content: "hi" } });
    const watch = watcher.watch(target, { response: contentOf });
    expect(await statesOf(watch)).toEqual(["running", "done.succeeded"]);
    expect(await watch.response()).toBe("hi");
  });

  it("keeps the details of a failure", async () => {
    await using client = open();
    const watcher = createWatcher(connect(client).operations, quick);
    const error = { code: Code.FAILED_PRECONDITION, message: "nope", details: [errorInfo] };
    const watch = watcher.watch(startWait({ ttl: "0.2s", error }));
    expect(await watch.outcome()).toEqual({
      type: "failed",
      status: { ...error, details: [{ ...errorInfo, metadata: {} }] },
    });
  });

  it("tells that an operation completed despite its accepted cancellation", async () => {
    await using client = open();
    const watcher = createWatcher(connect(client).operations, quick);
    const target = startWait({ ttl: "0.5s", success: { content: "hi" } });
    const watch = watcher.watch(target, { response: contentOf });
    const states = statesOf(watch);
    await seen(watch);
    expect(await firstValueFrom(watch.cancel())).toEqual({
      type: "completed",
      outcome: { type: "succeeded", response: "hi" },
    });
    expect(await states).toEqual([
      "running",
      "cancelling.requesting",
      "cancelling.requested",
      "done.succeeded",
    ]);
  });

  it("tells that an operation ended cancelled after its cancellation was asked for", async () => {
    await using client = open();
    const watcher = createWatcher(connect(client).operations, quick);
    const error = { code: Code.CANCELLED, message: "as asked" };
    const watch = watcher.watch(startWait({ ttl: "0.3s", error }));
    expect(await firstValueFrom(watch.cancel())).toEqual({
      type: "cancelled",
      status: { code: Code.CANCELLED, message: "as asked", details: [] },
    });
  });

  it("watches and cancels by a name with + / =", async () => {
    await using client = open();
    const { operations, requests } = connect(client);
    const watch = createWatcher(operations, quick).watch(startOddlyNamed(2000));
    const states = statesOf(watch);
    await seen(watch);
    const cancellation = await firstValueFrom(watch.cancel());
    expect(cancellation).toMatchObject({ type: "completed", outcome: { type: "succeeded" } });
    expect((await states).at(-1)).toBe("done.succeeded");
    expect(requests.filter((request) => request.startsWith("POST"))).toHaveLength(1);
  });

  it("loses a name that the service never knew, after a grace", async () => {
    await using client = open();
    const { operations, requests } = connect(client);
    const watch = createWatcher(operations, quick).watch("operations/nope");
    expect((await statesOf(watch)).at(-1)).toBe("lost.unknown");
    expect(watch.state).toMatchObject({ error: { code: Code.NOT_FOUND } });
    expect(requests.length).toBeGreaterThan(1);
  });
});

describe("watching", () => {
  it("requests nothing for an operation that was done when it was started", async () => {
    const { operations, requests } = connect();
    const target = startWait({ ttl: "0s", success: { content: "hi" } });
    const watch = createWatcher(operations, quick).watch(target, { response: contentOf });
    expect(await watch.response()).toBe("hi");
    expect(requests).toEqual([]);
  });

  it("gets an operation that is done by its name once", async () => {
    const { operations, requests } = connect();
    const { name } = await startWait({ ttl: "0s", success: { content: "hi" } });
    const watch = createWatcher(operations, quick).watch(name);
    expect(await statesOf(watch)).toEqual(["done.succeeded"]);
    expect(requests).toHaveLength(1);
  });

  it("goes on with eighteen operations when two of twenty are let go", async () => {
    const { operations, requests } = connect();
    const watcher = createWatcher(operations, quick);
    const started = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        startWait({ ttl: "5s", success: { content: `number ${i}` } }),
      ),
    );
    const watched = started.map(({ name }) => ({
      path: `GET ${pathOf(name)}`,
      watch: watcher.watch(name, { response: contentOf }),
      abort: new AbortController(),
    }));
    const settled = Promise.allSettled(
      watched.map(({ watch, abort: { signal } }) => watch.response({ signal })),
    );
    const letGo = watched.slice(0, 2);
    await Promise.all(letGo.map(({ watch }) => seen(watch)));
    for (const { abort } of letGo) abort.abort("enough");
    const sentBefore = requests.length;

    expect(await settled).toEqual(
      watched.map((_, i) =>
        i < 2
          ? { status: "rejected", reason: "enough" }
          : { status: "fulfilled", value: `number ${i}` },
      ),
    );
    const sentLater = new Set(requests.slice(sentBefore));
    expect(watched.map(({ path }) => sentLater.has(path))).toEqual(watched.map((_, i) => i >= 2));
  });
});
