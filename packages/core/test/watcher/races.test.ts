import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../src/index.ts";
import {
  cancelled,
  failed,
  notFound,
  running,
  succeeded,
  unavailable,
} from "../../src/testing/index.ts";
import { PARENT, page } from "./parent-probe.ts";
import { LISTED } from "./plan-probe.ts";
import { brief, NAME, never, record, setUp } from "./probe.ts";

const response = { "@type": "type.googleapis.com/x.Image", id: "a" };
const cancelling = running(NAME, { state: "CANCELLING" });
const readMetadata = (metadata: { readonly state?: unknown }) => ({
  cancelling: metadata.state === "CANCELLING",
});

const accepted = undefined;

describe("cancel(), when the operation ends by it", () => {
  it("goes through requesting and requested to cancelled", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME), running(NAME), cancelled(NAME)],
      cancel: [accepted],
    });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(500);
    const outcome = record(watch.cancel());
    await clock.advance(10_000);
    const status = { code: Code.CANCELLED, message: "cancelled", details: [] };
    expect(brief(states.values)).toEqual([
      "running",
      "cancelling.requesting",
      "cancelling.requested",
      "done.cancelled",
    ]);
    expect(outcome).toMatchObject({ values: [{ type: "cancelled", status }], isComplete: true });
    expect(states.isComplete).toBe(true);
    expect(operations.count("cancel")).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it("puts its outcome into the last state", async () => {
    const { clock, watcher } = setUp({ get: [cancelled(NAME)], cancel: [accepted] });
    const watch = watcher.watch(NAME);
    watch.cancel().subscribe();
    await clock.advance(0);
    expect(watch.state?.cancellation?.type).toBe("cancelled");
  });
});

describe("races", () => {
  it("done seen while the request is in flight: the outcome is from done, the late answer is ignored", async () => {
    let answer = (_error: Error) => {};
    const late = () => new Promise<void>((_, reject) => (answer = reject));
    const { clock, watcher } = setUp({
      get: [running(NAME), succeeded(NAME, response)],
      cancel: [late],
    });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(500);
    const outcome = record(watch.cancel());
    await clock.advance(1000);
    const completed = { type: "completed", outcome: { type: "succeeded", response } };
    expect(outcome.values).toEqual([completed]);
    answer(new RpcError(Code.UNIMPLEMENTED, "late"));
    await clock.advance(60_000);
    expect(outcome.values).toEqual([completed]);
    expect(brief(states.values)).toEqual(["running", "cancelling.requesting", "done.succeeded"]);
    expect(clock.pending).toBe(0);
  });

  it("cancel() after done: the outcome is from done and nothing is sent", async () => {
    const { clock, operations, watcher } = setUp({
      get: [failed(NAME, Code.INTERNAL, "broke")],
      cancel: [accepted],
    });
    const watch = watcher.watch(NAME);
    record(watch.states);
    await clock.advance(0);
    const outcome = record(watch.cancel());
    expect(outcome.values).toEqual([
      { type: "failed", status: { code: Code.INTERNAL, message: "broke", details: [] } },
    ]);
    expect(operations.count("cancel")).toBe(0);
  });

  it("cancel() while lost: resumes and requests as usual", async () => {
    const { clock, watcher } = setUp({
      get: [
        running(NAME),
        new RpcError(Code.PERMISSION_DENIED, "no"),
        running(NAME),
        cancelled(NAME),
      ],
      cancel: [accepted],
    });
    const watch = watcher.watch(NAME);
    const before = record(watch.states);
    await clock.advance(2000);
    expect(brief(before.values)).toEqual(["running", "lost.denied"]);
    const outcome = record(watch.cancel());
    const after = record(watch.states);
    await clock.advance(5000);
    expect(brief(after.values)).toEqual([
      "cancelling.requesting",
      "cancelling.requested",
      "done.cancelled",
    ]);
    expect(outcome.values.map(({ type }) => type)).toEqual(["cancelled"]);
  });

  it("contact lost while requested: unconfirmed, and a resume replaces it", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME), new RpcError(Code.UNAUTHENTICATED, "expired"), succeeded(NAME)],
      cancel: [accepted],
    });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(500);
    const cancel = watch.cancel();
    const first = record(cancel);
    await clock.advance(2000);
    expect(brief(states.values).at(-1)).toBe("lost.denied");
    expect(first.values).toEqual([{ type: "unconfirmed", reason: "lost" }]);
    expect(record(cancel)).toMatchObject({ values: first.values, isComplete: true });
    expect([watch.state?.type, clock.pending]).toEqual(["lost", 0]);
    const second = record(watch.cancellation);
    await clock.advance(2000);
    expect(second).toMatchObject({ values: [{ type: "completed" }], isComplete: true });
  });

  it("contact lost while the request to cancel gets no answer: unconfirmed, since nobody refused it", async () => {
    const unavailable = new RpcError(Code.UNAVAILABLE, "try again");
    const { clock, watcher } = setUp({
      get: [running(NAME), unavailable],
      cancel: [unavailable],
    });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(500);
    const outcome = record(watch.cancel());
    await clock.advance(1_200_000);
    expect(brief(states.values).at(-1)).toBe("lost.unreachable");
    expect(outcome).toMatchObject({
      values: [{ type: "unconfirmed", reason: "lost" }],
      isComplete: true,
    });
    expect(clock.pending).toBe(0);
  });

  it("NOT_FOUND after an accepted cancel: gone", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME), notFound(NAME)], cancel: [accepted] });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(500);
    const outcome = record(watch.cancel());
    await clock.advance(2000);
    expect(brief(states.values).at(-1)).toBe("lost.gone");
    expect(outcome.values).toEqual([{ type: "gone" }]);
  });

  it("a gone that wasn't true: an accepted request is awaited again, any other has come to nothing", async () => {
    const looks = [running(NAME), notFound(NAME), running(NAME), cancelled(NAME)];
    for (const [answer, expected] of [
      [accepted, ["cancelling.requested", "done.cancelled"]],
      [never, ["running", "done.cancelled"]],
    ] as const) {
      const { clock, watcher } = setUp({ get: looks, cancel: [answer] });
      const watch = watcher.watch(NAME);
      record(watch.states);
      await clock.advance(500);
      const first = watch.cancel();
      await clock.advance(2000);
      expect(watch.state).toMatchObject({ type: "lost", cancellation: { type: "gone" } });
      const states = record(watch.states);
      await clock.advance(10_000);
      expect(brief(states.values)).toEqual(expected);
      expect(record(first).isComplete).toBe(true);
    }
  });

  it("cancel() while lost leaves the earlier one as it was", async () => {
    const denied = new RpcError(Code.PERMISSION_DENIED, "no");
    const { clock, watcher } = setUp({
      get: [running(NAME), denied, running(NAME), cancelled(NAME)],
      cancel: [accepted],
    });
    const watch = watcher.watch(NAME);
    record(watch.states);
    await clock.advance(500);
    const earlier = watch.cancel();
    await clock.advance(2000);
    const later = record(watch.cancel());
    expect(record(earlier).values).toEqual([{ type: "unconfirmed", reason: "lost" }]);
    await clock.advance(100_000);
    expect(later.values.map(({ type }) => type)).toEqual(["cancelled"]);
  });

  it("UNIMPLEMENTED, but the metadata says cancelling: requested, and unimplemented", async () => {
    const refusal = new RpcError(Code.UNIMPLEMENTED, "can't");
    const { clock, watcher } = setUp(
      { get: [running(NAME), cancelling, cancelled(NAME)], cancel: [refusal] },
      {},
      { readMetadata },
    );
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(500);
    const outcome = record(watch.cancel());
    await clock.advance(0);
    expect(brief(states.values)).toEqual([
      "running",
      "cancelling.requesting",
      "cancelling.requested",
    ]);
    expect(outcome.values).toEqual([{ type: "unimplemented", error: refusal }]);
  });

  it("cancelled by somebody else: requested, then done, and `cancellation` completes empty", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [running(NAME), cancelling, cancelled(NAME)] },
      {},
      { readMetadata },
    );
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    const cancellation = record(watch.cancellation);
    await clock.advance(10_000);
    expect(brief(states.values)).toEqual(["running", "cancelling.requested", "done.cancelled"]);
    expect(cancellation).toMatchObject({ values: [], isComplete: true });
    expect(operations.count("cancel")).toBe(0);
  });

  it("answer to the request lost: it stays requesting and repeats", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME), running(NAME), running(NAME), cancelled(NAME)],
      cancel: [unavailable(), new RpcError(Code.UNKNOWN, "socket hang up"), accepted],
    });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(500);
    const outcome = record(watch.cancel());
    await clock.advance(20_000);
    expect(brief(states.values)).toEqual([
      "running",
      "cancelling.requesting",
      "cancelling.requested",
      "done.cancelled",
    ]);
    expect(operations.count("cancel")).toBe(3);
    expect(outcome.values.map(({ type }) => type)).toEqual(["cancelled"]);
  });

  it("a deadline with cancel that the service ignores: this view ends after its grace, unconfirmed", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)], cancel: [accepted] });
    const other = watcher.watch(NAME);
    const others = record(other.states);
    const watch = watcher.watch(NAME, { deadlineMs: 5000, onDeadline: "cancel", graceMs: 3000 });
    const states = record(watch.states);
    const cancellation = record(watch.cancellation);
    await clock.advance(7999);
    expect(states.isComplete).toBe(false);
    await clock.advance(1);
    expect(states.isComplete).toBe(true);
    expect(brief(states.values)).toEqual([
      "running",
      "cancelling.requesting",
      "cancelling.requested",
      "cancelling.requested",
    ]);
    expect(states.values.at(-1)?.cancellation).toEqual({ type: "unconfirmed", reason: "deadline" });
    expect(cancellation).toMatchObject({
      values: [{ type: "unconfirmed", reason: "deadline" }],
      isComplete: true,
    });
    expect(others.isComplete).toBe(false);
    others.stop();
    expect(clock.pending).toBe(0);
  });
});

describe("cancel() while a look is in flight", () => {
  it("ends nothing by itself: the refusal is told and the watch goes on to the real end", async () => {
    const look = Promise.withResolvers<ReturnType<typeof running>>();
    const { clock, watcher } = setUp({
      get: [() => look.promise, running(NAME), succeeded(NAME, response)],
      cancel: [new RpcError(Code.UNIMPLEMENTED, "no")],
    });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(10);
    const outcome = record(watch.cancel());
    look.resolve(running(NAME));
    await clock.advance(10_000);
    expect(outcome.values.map(({ type }) => type)).toEqual(["unimplemented"]);
    expect(brief(states.values)).toEqual(["cancelling.requesting", "running", "done.succeeded"]);
  });
});

describe("somebody who comes back when another view is told of the loss", () => {
  it("isn't told of that loss but of what comes after it", async () => {
    const { clock, watcher } = setUp({
      get: [new RpcError(Code.PERMISSION_DENIED, "no"), running(NAME), cancelled(NAME)],
      cancel: [accepted],
    });
    const [one, two] = [watcher.watch(NAME), watcher.watch(NAME)];
    const outcomes: unknown[] = [];
    const cancellations: ReturnType<typeof record>[] = [];
    one.states.subscribe({
      complete() {
        two.outcome().then((outcome) => outcomes.push(outcome.type), outcomes.push);
        cancellations.push(record(two.cancellation));
      },
    });
    const states = record(two.states);
    await clock.advance(500);
    two.cancel();
    await clock.advance(10_000);
    expect(brief(states.values)).toEqual(["lost.denied"]);
    expect(outcomes).toEqual(["cancelled"]);
    expect(cancellations).toMatchObject([{ values: [{ type: "cancelled" }], isComplete: true }]);
  });
});

describe("the end of an operation that was lost while it was being cancelled, told by somebody else", () => {
  const loseContact = async () => {
    const denied = new RpcError(Code.PERMISSION_DENIED, "no");
    const script = {
      get: [running(NAME), denied],
      cancel: [accepted],
      list: [page(cancelled(NAME))],
    };
    const { clock, watcher } = setUp(script, {}, LISTED);
    const states = record(watcher.watch(NAME).states);
    await clock.advance(0);
    watcher.watch(NAME).cancel();
    await clock.advance(2000);
    expect(brief(states.values).at(-1)).toBe("lost.denied");
    return { clock, watcher };
  };

  it("settles the cancellation", async () => {
    const { watcher } = await loseContact();
    const watch = watcher.watch(cancelled(NAME));
    expect(watch.state).toMatchObject({ type: "done", cancellation: { type: "cancelled" } });
    expect(watch.toJSON()).not.toHaveProperty("cancelling");
  });

  it("is the outcome of asking again, whatever a list shows", async () => {
    const { clock, watcher } = await loseContact();
    const watch = watcher.watch(cancelled(NAME));
    const parent = record(watcher.watchAll(PARENT));
    await clock.advance(0);
    const outcome = record(watch.cancel());
    await clock.advance(1_000_000);
    expect(outcome).toMatchObject({ isComplete: true, values: [{ type: "cancelled" }] });
    parent.stop();
  });
});
