import {
  type CancellationOutcome,
  Code,
  createWatcher,
  exponentialBackoff,
  type Watch,
} from "@rx-lro/core";
import { firstValueFrom, lastValueFrom, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { brief } from "../../core/test/watcher/probe.ts";
import { clients, name, running, type Serve } from "./clients.ts";
import { runProgram } from "./run-program.ts";
import {
  failure,
  type Script,
  type ScriptedAnswer,
  type SeenRequest,
  startServer,
} from "./scripted-server.ts";

const done = { name, done: true, response: { "@type": "t/Image", id: "a" } };
const ok = (body: object) => ({ body });
const notFound = failure(404, "NOT_FOUND");
const htmlNotFound = {
  status: 404,
  headers: { "content-type": "text/html" },
  body: "<html><title>Error 404 (Not Found)</title></html>",
};

/** Answers looks from one list and requests to cancel from another. */
function script(looks: readonly ScriptedAnswer[], cancels: readonly ScriptedAnswer[] = []): Script {
  const counts = { get: 0, cancel: 0 };
  return ({ method }: SeenRequest) => {
    const [answers, kind] =
      method === "POST" ? [cancels, "cancel" as const] : [looks, "get" as const];
    const answer = answers[Math.min(counts[kind], answers.length - 1)];
    counts[kind] += 1;
    return answer ?? "hang";
  };
}

/** A watcher on real time that looks about every 5 ms. */
async function watching(serve: Serve, answers: Script) {
  const set = await serve(answers);
  const backoff = exponentialBackoff({ initialMs: 5, maxMs: 20 });
  const watcher = createWatcher(set.operations, { backoff, notFoundGraceMs: 50 });
  return { ...set, watcher, watch: watcher.watch(name) };
}

async function statesOf(watch: Watch) {
  return brief(await lastValueFrom(watch.states.pipe(toArray())));
}

describe.each(clients)("a watch through $client", ({ serve }) => {
  it("survives one UNAVAILABLE, and nine in a row", async () => {
    const away = failure(503, "UNAVAILABLE");
    const nine = Array.from({ length: 9 }, () => away);
    await using set = await watching(
      serve,
      script([ok(running), away, ok(running), ...nine, ok(done)]),
    );
    expect(await statesOf(set.watch)).toEqual([
      "running",
      "running!",
      "running",
      ...nine.map(() => "running!"),
      "done.succeeded",
    ]);
    expect(set.server.requests.length).toBe(13);
  });

  it.each([
    ["a closed connection", "reset" as const, Code.UNAVAILABLE],
    [
      "an HTML page",
      { status: 200, headers: { "content-type": "text/html" }, body: "<html>login</html>" },
      Code.INTERNAL,
    ],
    ["nothing", { status: 200, body: "" }, Code.INTERNAL],
    ["a page of 502", { status: 502, body: "<html>Bad Gateway</html>" }, Code.UNAVAILABLE],
    ["10 MB", { body: "x".repeat(10 * 2 ** 20) }, Code.INTERNAL],
    [
      "a redirect to another host",
      { status: 302, headers: { location: "http://other.example/" } },
      Code.FAILED_PRECONDITION,
    ],
    ["JSON that is no operation", { body: "[]" }, Code.INTERNAL],
  ])("tells of %s as a poll error and goes on", async (_what, answer, code) => {
    await using set = await watching(serve, script([ok(running), answer, ok(done)]));
    const states = await lastValueFrom(set.watch.states.pipe(toArray()));
    expect(brief(states)).toEqual(["running", "running!", "done.succeeded"]);
    expect(states[1]?.pollError?.code).toBe(code);
  });

  it("makes a decoder that throws a malformed outcome, with the raw operation kept", async () => {
    await using set = await watching(serve, script([ok(done)]));
    const watch = set.watcher.watch(name, {
      response: () => {
        throw new Error("no image");
      },
    });
    const state = await lastValueFrom(watch.states);
    expect(state).toMatchObject({
      type: "done",
      outcome: { type: "malformed", problem: "the response can't be decoded: no image" },
      operation: done,
    });
  });

  it("tells two waiters apart when one aborts", async () => {
    await using set = await watching(serve, script([ok(running), ok(running), ok(done)]));
    const controller = new AbortController();
    const aborted = set.watch.outcome({ signal: controller.signal }).catch((reason) => reason);
    const outcome = set.watch.outcome();
    await firstValueFrom(set.watch.states);
    controller.abort("enough");
    expect([await aborted, (await outcome).type]).toEqual(["enough", "succeeded"]);
  });

  it("cancels while a look is in flight, and settles by the service's word", async () => {
    const cancelled = { name, done: true, error: { code: 1, message: "Cancelled." } };
    await using set = await watching(serve, script(["hang", ok(cancelled)], [ok({})]));
    const backoff = exponentialBackoff({ initialMs: 5 });
    const watch = createWatcher(set.operations, { backoff, requestTimeoutMs: 60 }).watch(name);
    const states = statesOf(watch);
    await set.server.requested;
    const outcome = await lastValueFrom(watch.cancel());
    expect(outcome).toMatchObject({ type: "cancelled", status: { message: "Cancelled." } });
    expect((await states).at(-1)).toBe("done.cancelled");
  });

  it("repeats a request to cancel whose answer is lost", async () => {
    const cancelled = { name, done: true, error: { code: 1 } };
    let cancels = 0;
    await using set = await watching(serve, ({ method }) => {
      if (method === "GET") return ok(cancels < 2 ? running : cancelled);
      cancels += 1;
      return cancels === 1 ? "reset" : ok({});
    });
    const outcome = lastValueFrom(set.watch.cancel());
    expect((await outcome).type).toBe("cancelled");
    expect(set.server.lines.filter((line) => line.startsWith("POST"))).toEqual([
      `POST /v1/${name}:cancel`,
      `POST /v1/${name}:cancel`,
    ]);
  });

  const refusals: [string, ScriptedAnswer, object, CancellationOutcome["type"]][] = [
    ["because it had ended", failure(400, "FAILED_PRECONDITION"), done, "completed"],
    ["by a method that can't", failure(501, "UNIMPLEMENTED"), running, "unimplemented"],
    ["by a route that isn't there", htmlNotFound, running, "unimplemented"],
    ["for want of permission", failure(403, "PERMISSION_DENIED"), running, "rejected"],
  ];
  it.each(refusals)(
    "judges a refusal %s by a look that began after it",
    async (_why, refusal, look, type) => {
      await using set = await watching(serve, script([ok(look)], [refusal]));
      expect((await lastValueFrom(set.watch.cancel())).type).toBe(type);
      // One look may have been under way when the refusal came; it doesn't count.
      const [posts, gets] = ["POST", "GET"].map((method) =>
        set.server.requests.filter((request) => request.method === method),
      );
      expect([posts?.length, set.server.requests.at(-1)?.method]).toEqual([1, "GET"]);
      expect(gets?.length).toBeLessThanOrEqual(2);
    },
  );

  it("tells a missing route from a missing operation", async () => {
    await using gone = await watching(serve, script([ok(running), notFound]));
    expect(await statesOf(gone.watch)).toEqual(["running", "lost.gone"]);
    await using unknown = await watching(serve, script([notFound]));
    expect((await statesOf(unknown.watch)).at(-1)).toBe("lost.unknown");
    await using detour = await watching(serve, script([ok(running), htmlNotFound, ok(done)]));
    expect(await statesOf(detour.watch)).toEqual(["running", "running!", "done.succeeded"]);
    await using wrong = await watching(serve, script([htmlNotFound]));
    const lost = await lastValueFrom(wrong.watch.states);
    expect(lost).toMatchObject({ type: "lost", reason: "unknown", error: { unrouted: true } });
  });

  it("looks once for many subscribers that come and go within one delay", async () => {
    await using set = await serve([ok(running)]);
    const backoff = exponentialBackoff({ initialMs: 60_000, maxMs: 60_000 });
    const watch = createWatcher(set.operations, { backoff }).watch(name);
    await firstValueFrom(watch.states);
    for (let time = 0; time < 50; time += 1) {
      watch.states.subscribe().unsubscribe();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(set.server.requests.length).toBe(1);
  });
});

describe("a process that watches", () => {
  it("ends by itself after the last subscriber has left", async () => {
    await using server = await startServer([ok(running)]);
    const ended = await runProgram(`
      import { createWatcher } from "@rx-lro/core";
      import { createHttpOperations } from "@rx-lro/transport-http";
      import { undiciClient } from "@rx-lro/transport-http/node";
      const clients = [undefined, undiciClient()];
      for (const client of clients) {
        const operations = createHttpOperations({ baseUrl: "${server.baseUrl}", ...(client && { client }) });
        const watch = createWatcher(operations).watch("${name}");
        const subscription = watch.states.subscribe((state) => {
          console.log(state.type);
          setImmediate(() => subscription.unsubscribe());
        });
      }
    `);
    expect(ended).toEqual({ stdout: "running\nrunning\n", exitCode: 0 });
  });
});
