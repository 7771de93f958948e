import { describe, expect, it, vi } from "vitest";
import { createActor, initialTransition, type SnapshotFrom, toPromise, transition } from "xstate";
import {
  Code,
  isOperationError,
  OperationError,
  type OperationLogic,
  operationLogic,
  RpcError,
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

const response = { "@type": "type.googleapis.com/x.Image", id: "a" };
const input = { name: NAME };
const accepted = undefined;

/** A started actor, with every snapshot that it shows and the error that it ends with. */
function start(logic: OperationLogic, options: Parameters<typeof createActor<OperationLogic>>[1]) {
  const actor = createActor(logic, options);
  const snapshots: SnapshotFrom<OperationLogic>[] = [];
  const errors: unknown[] = [];
  const complete = vi.fn();
  actor.subscribe({
    next: (snapshot) => snapshots.push(snapshot),
    error: (error) => errors.push(error),
    complete,
  });
  actor.start();
  const states = () => {
    const distinct = new Set(snapshots.flatMap(({ state }) => state ?? []));
    return brief([...distinct]);
  };
  return { actor, snapshots, errors, complete, states };
}

describe("operationLogic(), watching", () => {
  it("requests nothing before the actor is started", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)] });
    const actor = createActor(operationLogic(watcher), { input });
    await clock.advance(60_000);
    expect(actor.getSnapshot()).toEqual({ status: "active", input, cancelAsked: false });
    expect(operations.calls).toEqual([]);
  });

  it("shows the states of the operation and is done with its outcome", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME), unavailable(), running(NAME), succeeded(NAME, response)],
    });
    const { actor, errors, complete, states } = start(operationLogic(watcher), { input });
    await clock.advance(60_000);
    expect(states()).toEqual(["running", "running!", "running", "done.succeeded"]);
    expect(actor.getSnapshot()).toEqual({
      status: "done",
      output: { type: "succeeded", response },
      error: undefined,
      input,
      state: watcher.watch(NAME).state,
      cancelAsked: false,
    });
    expect([errors, complete.mock.calls.length, clock.pending]).toEqual([[], 1, 0]);
  });

  it("is done, not in error, with the outcome of an operation that failed", async () => {
    const { clock, watcher } = setUp({ get: [failed(NAME, Code.INTERNAL, "broke")] });
    const actor = createActor(operationLogic(watcher), { input }).start();
    const output = toPromise(actor);
    await clock.advance(0);
    expect(await output).toEqual({
      type: "failed",
      status: { code: Code.INTERNAL, message: "broke", details: [] },
    });
  });

  it("is done at its start with an operation that is known to be done", async () => {
    const { clock, operations, watcher } = setUp({ get: [succeeded(NAME, response)] });
    const first = start(operationLogic(watcher), { input });
    await clock.advance(0);
    const second = start(operationLogic(watcher), { input });
    expect(second.actor.getSnapshot()).toEqual(first.actor.getSnapshot());
    expect(second.complete).toHaveBeenCalledOnce();
    expect(operations.count("get")).toBe(1);
  });

  it("decodes with the decoders of its options", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME, { step: 1 }), succeeded(NAME, response)],
    });
    const logic = operationLogic(watcher, {
      response: ({ id }) => `image ${id}`,
      metadata: ({ step }) => Number(step),
    });
    const actor = createActor(logic, { input }).start();
    await clock.advance(0);
    expect(actor.getSnapshot().state?.metadata).toBe(1);
    await clock.advance(1000);
    expect(actor.getSnapshot().output).toEqual({ type: "succeeded", response: "image a" });
  });

  it("shares the looks of all actors of one name, and of the watcher's other users", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME), running(NAME), succeeded(NAME)],
    });
    const logic = operationLogic(watcher);
    const actors = [
      start(logic, { input }),
      start(logic, { input }),
      start(operationLogic(watcher), { input }),
    ];
    const outcome = watcher.watch(NAME).outcome();
    await clock.advance(60_000);
    expect(actors.map(({ actor }) => actor.getSnapshot().status)).toEqual(["done", "done", "done"]);
    expect((await outcome).type).toBe("succeeded");
    expect(operations.count("get")).toBe(3);
  });
});

describe("operationLogic(), in error", () => {
  it("ends with an OperationError when contact is lost", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME), notFound(NAME)] });
    const { actor, errors, states } = start(operationLogic(watcher), { input });
    await clock.advance(1000);
    expect(states()).toEqual(["running"]);
    expect(actor.getSnapshot()).toMatchObject({
      status: "error",
      output: undefined,
      state: { type: "lost", reason: "gone" },
    });
    const [error] = errors;
    expect(errors).toEqual([actor.getSnapshot().error]);
    expect(isOperationError(error) && error.operation).toBe(NAME);
    expect((error as OperationError).cause).toEqual(notFound(NAME));
    expect([clock.pending, errors.length]).toEqual([0, 1]);
  });

  it("ends with an OperationError at the deadline of its options", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)] });
    const { actor, errors } = start(operationLogic(watcher, { deadlineMs: 5000 }), { input });
    await clock.advance(4999);
    expect(actor.getSnapshot().status).toBe("active");
    await clock.advance(1);
    expect(actor.getSnapshot()).toMatchObject({ status: "error", state: { type: "running" } });
    const { state } = actor.getSnapshot();
    expect(errors).toEqual([
      new OperationError(NAME, "had not ended by the deadline; it was left to run", { state }),
    ]);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });

  it.each([
    ["a URL", "https://example.com/v1/operations/a"],
    ["empty", ""],
    ["with a control character", "operations/a\n"],
  ])("ends with a TypeError at its start for a name that is %s", async (_what, name) => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)] });
    const { actor, errors } = start(operationLogic(watcher), { input: { name } });
    expect(actor.getSnapshot().status).toBe("error");
    expect(errors).toEqual([expect.any(TypeError)]);
    await clock.advance(1000);
    expect([operations.calls, clock.pending]).toEqual([[], 0]);
  });
});

describe("operationLogic(), cancel", () => {
  it("asks to cancel, shows it, and is done as cancelled when the service says so", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME), running(NAME), cancelled(NAME)],
      cancel: [accepted],
    });
    const { actor, snapshots, states } = start(operationLogic(watcher), { input });
    await clock.advance(500);
    actor.send({ type: "cancel" });
    await clock.advance(10_000);
    expect(states()).toEqual([
      "running",
      "cancelling.requesting",
      "cancelling.requested",
      "done.cancelled",
    ]);
    expect(actor.getSnapshot()).toMatchObject({
      status: "done",
      output: { type: "cancelled", status: { code: Code.CANCELLED } },
      cancelAsked: true,
    });
    expect(snapshots[0]?.cancelAsked).toBe(false);
    expect(operations.count("cancel")).toBe(1);
  });

  it("asks once, however often it is sent", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)], cancel: [accepted] });
    const { actor } = start(operationLogic(watcher), { input });
    for (let time = 0; time < 3; time += 1) actor.send({ type: "cancel" });
    await clock.advance(1000);
    actor.send({ type: "cancel" });
    expect(operations.count("cancel")).toBe(1);
    actor.stop();
  });

  it("is remembered when it is sent before the start", async () => {
    const { clock, operations, watcher } = setUp({ get: [cancelled(NAME)], cancel: [accepted] });
    const actor = createActor(operationLogic(watcher), { input });
    actor.send({ type: "cancel" });
    expect(operations.calls).toEqual([]);
    actor.start();
    await clock.advance(1000);
    expect(operations.count("cancel")).toBe(1);
    expect(actor.getSnapshot().output?.type).toBe("cancelled");
  });

  it("goes on watching when the service refuses, and tells it in the state", async () => {
    const refusal = new RpcError(Code.UNIMPLEMENTED, "can't");
    const { clock, watcher } = setUp({ get: [running(NAME)], cancel: [refusal] });
    const { actor } = start(operationLogic(watcher), { input });
    actor.send({ type: "cancel" });
    await clock.advance(1000);
    const { status, state } = actor.getSnapshot();
    expect([status, state?.type]).toEqual(["active", "running"]);
    expect(state?.cancellation).toEqual({ type: "unimplemented", error: refusal });
    actor.stop();
  });

  it("does nothing after the end", async () => {
    const { clock, operations, watcher } = setUp({ get: [succeeded(NAME)], cancel: [accepted] });
    const { actor } = start(operationLogic(watcher), { input });
    await clock.advance(0);
    const last = actor.getSnapshot();
    // xstate warns of an event that a stopped actor gets.
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    actor.send({ type: "cancel" });
    warn.mockRestore();
    expect(actor.getSnapshot()).toBe(last);
    expect(operations.count("cancel")).toBe(0);
  });
});

describe("operationLogic(), as a pure transition", () => {
  it("notes a wish to cancel, and requests nothing", () => {
    const { operations, watcher } = setUp({ get: [running(NAME)], cancel: [accepted] });
    const logic = operationLogic(watcher);
    const [initial] = initialTransition(logic, input);
    const [next] = transition(logic, initial, { type: "cancel" });
    expect(next).toEqual({ ...initial, cancelAsked: true });
    expect(operations.calls).toEqual([]);
  });

  it("changes nothing for an event that isn't its own", () => {
    const logic = operationLogic(setUp({}).watcher);
    const [initial] = initialTransition(logic, input);
    const foreign = { type: "foreign" } as unknown as { type: "cancel" };
    expect(transition(logic, initial, foreign)[0]).toBe(initial);
  });

  it("changes nothing after the end", async () => {
    const { clock, watcher } = setUp({ get: [succeeded(NAME)] });
    const logic = operationLogic(watcher);
    const { actor } = start(logic, { input });
    await clock.advance(0);
    const done = actor.getSnapshot();
    expect(transition(logic, done, { type: "cancel" })[0]).toBe(done);
  });
});

describe("operationLogic(), stopped", () => {
  it("leaves no timer between two looks", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)] });
    const { actor, complete } = start(operationLogic(watcher), { input });
    await clock.advance(500);
    expect(clock.pending).toBe(1);
    actor.stop();
    expect([clock.pending, operations.open]).toEqual([0, 0]);
    expect(actor.getSnapshot()).toMatchObject({
      status: "stopped",
      input,
      state: { type: "running" },
    });
    expect(complete).toHaveBeenCalledOnce();
  });

  it("aborts the look under way", async () => {
    const { clock, operations, watcher } = setUp({ get: [never] });
    const { actor } = start(operationLogic(watcher), { input });
    await clock.advance(0);
    expect(operations.open).toBe(1);
    actor.stop();
    await clock.advance(0);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });

  it("leaves the other actors of the name to watch on", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME), succeeded(NAME)] });
    const [one, other] = [
      start(operationLogic(watcher), { input }),
      start(operationLogic(watcher), { input }),
    ];
    await clock.advance(500);
    one.actor.stop();
    await clock.advance(500);
    expect(other.actor.getSnapshot().status).toBe("done");
    expect(one.actor.getSnapshot().status).toBe("stopped");
  });

  it("still finishes the request to cancel, and then leaves no timer", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME)],
      cancel: [unavailable(), accepted],
    });
    const { actor } = start(operationLogic(watcher), { input });
    await clock.advance(0);
    actor.send({ type: "cancel" });
    actor.stop();
    await clock.advance(60_000);
    expect([operations.count("cancel"), operations.count("get")]).toEqual([2, 1]);
    expect(clock.pending).toBe(0);
  });
});
