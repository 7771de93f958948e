import { describe, expect, it } from "vitest";
import { createActor } from "xstate";
import {
  Code,
  type OperationSnapshot,
  operationLogic,
  RpcError,
  type Watcher,
} from "../../src/index.ts";
import {
  cancelled,
  failed,
  notFound,
  running,
  succeeded,
  unavailable,
} from "../../src/testing/index.ts";
import { brief, NAME, never, setUp } from "../watcher/probe.ts";

const input = { name: NAME };
const accepted = undefined;

function start(watcher: Watcher, snapshot?: OperationSnapshot) {
  const actor = createActor(operationLogic(watcher), snapshot ? { snapshot, input } : { input });
  actor.subscribe({ error: () => {} });
  return actor.start();
}

/** What another process reads of what this one has saved. */
function saved(actor: ReturnType<typeof start>): OperationSnapshot {
  return JSON.parse(JSON.stringify(actor.getPersistedSnapshot()));
}

describe("a persisted operation", () => {
  it("is JSON already, and holds the name, the state and whether to cancel", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME, { step: 1 }), unavailable(500)] });
    const actor = start(watcher);
    await clock.advance(1000);
    const persisted = actor.getPersistedSnapshot();
    expect(persisted).toStrictEqual({
      status: "active",
      input,
      cancelAsked: false,
      state: {
        type: "running",
        name: NAME,
        operation: running(NAME, { step: 1 }),
        metadata: { step: 1 },
        pollError: { code: Code.UNAVAILABLE, message: "try again", details: [] },
        seenAt: 0,
      },
    });
    expect(saved(actor)).toStrictEqual(persisted);
    actor.stop();
  });

  it("shows its last state, looks at once and goes on", async () => {
    const before = setUp({ get: [running(NAME, { step: 1 })] });
    const first = start(before.watcher);
    await before.clock.advance(0);
    const snapshot = saved(first);
    first.stop();

    const after = setUp({ get: [running(NAME, { step: 2 }), succeeded(NAME)] });
    const second = start(after.watcher, snapshot);
    expect(second.getSnapshot().state?.metadata).toEqual({ step: 1 });
    await after.clock.advance(0);
    expect(second.getSnapshot().state?.metadata).toEqual({ step: 2 });
    await after.clock.advance(1000);
    expect(second.getSnapshot()).toMatchObject({ status: "done", output: { type: "succeeded" } });
    expect(after.operations.count("cancel")).toBe(0);
  });

  it("is restored from before its first answer", async () => {
    const before = setUp({ get: [running(NAME)] });
    const first = start(before.watcher);
    const snapshot = saved(first);
    first.stop();
    expect(snapshot).toStrictEqual({ status: "active", input, cancelAsked: false });

    const after = setUp({ get: [succeeded(NAME)] });
    const second = start(after.watcher, snapshot);
    await after.clock.advance(0);
    expect(second.getSnapshot().output).toEqual({ type: "succeeded", response: undefined });
  });

  it("asks again to cancel when somebody had asked", async () => {
    const before = setUp({ get: [running(NAME)], cancel: [never] });
    const first = start(before.watcher);
    await before.clock.advance(0);
    first.send({ type: "cancel" });
    await before.clock.advance(0);
    const snapshot = saved(first);
    expect(snapshot).toMatchObject({
      status: "active",
      cancelAsked: true,
      state: { type: "cancelling", phase: "requesting" },
    });

    const after = setUp({ get: [running(NAME), cancelled(NAME)], cancel: [accepted] });
    const second = start(after.watcher, snapshot);
    expect(after.operations.count("cancel")).toBe(1);
    await after.clock.advance(10_000);
    expect(second.getSnapshot()).toMatchObject({ status: "done", output: { type: "cancelled" } });
    expect(after.operations.count("cancel")).toBe(1);
    expect(after.clock.pending).toBe(0);
  });

  it("doesn't ask again when it is known what came of that, however often it is restored", async () => {
    const before = setUp({
      get: [running(NAME)],
      cancel: [new RpcError(Code.UNIMPLEMENTED, "no")],
    });
    const first = start(before.watcher);
    first.send({ type: "cancel" });
    await before.clock.advance(5000);
    const snapshot = saved(first);
    first.stop();
    expect(first.getSnapshot().cancelAsked).toBe(true);
    expect(snapshot.state).toMatchObject({
      type: "running",
      cancellation: { type: "unimplemented" },
    });

    const after = setUp({ get: [running(NAME)] });
    const second = start(after.watcher, snapshot);
    await after.clock.advance(5000);
    const third = start(after.watcher, saved(second));
    second.stop();
    third.stop();
    expect(after.operations.count("cancel")).toBe(0);
  });

  it("stays done with its output, and requests nothing", async () => {
    const before = setUp({ get: [failed(NAME, Code.ABORTED, "no")] });
    const first = start(before.watcher);
    await before.clock.advance(0);

    const after = setUp({ get: [running(NAME)] });
    const second = start(after.watcher, saved(first));
    await after.clock.advance(60_000);
    expect(second.getSnapshot()).toMatchObject({
      status: "done",
      output: { type: "failed", status: { code: Code.ABORTED, message: "no", details: [] } },
    });
    expect(after.operations.calls).toEqual([]);
  });

  it("stays stopped, and requests nothing", async () => {
    const before = setUp({ get: [running(NAME)] });
    const first = start(before.watcher);
    await before.clock.advance(0);
    first.stop();

    const after = setUp({ get: [running(NAME)] });
    const second = start(after.watcher, saved(first));
    await after.clock.advance(60_000);
    expect(second.getSnapshot()).toMatchObject({ status: "stopped", state: { type: "running" } });
    expect([after.operations.calls, after.clock.pending]).toEqual([[], 0]);
  });

  it("tells why it is in error, and requests nothing", async () => {
    const before = setUp({ get: [running(NAME), notFound(NAME)] });
    const first = start(before.watcher);
    await before.clock.advance(1000);
    const snapshot = saved(first);
    const { state } = snapshot;
    expect(state && brief([state])).toEqual(["lost.gone"]);
    expect(snapshot.error).toMatchObject({
      name: "OperationError",
      operation: NAME,
      state: "lost",
    });

    const after = setUp({ get: [running(NAME)] });
    const second = start(after.watcher, snapshot);
    await after.clock.advance(60_000);
    expect(second.getSnapshot()).toMatchObject({ status: "error", error: { operation: NAME } });
    expect(after.operations.calls).toEqual([]);
  });
});
