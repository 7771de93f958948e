import { describe, expect, it } from "vitest";
import { assign, createActor, sendTo, setup, waitFor } from "xstate";
import {
  Code,
  isOperationError,
  type Outcome,
  operationLogic,
  type Watcher,
} from "../../src/index.ts";
import { cancelled, failed, notFound, running, succeeded } from "../../src/testing/index.ts";
import { NAME, never, setUp } from "../watcher/probe.ts";

const accepted = undefined;

/** An application's machine: it invokes an operation, passes a wish to cancel on and keeps what came of it. */
function exportMachine(watcher: Watcher) {
  return setup({
    types: {
      context: {} as { name: string; outcome?: Outcome; problem?: unknown },
      events: {} as { type: "abandon" | "leave" },
      input: {} as { name: string },
    },
    actors: { operation: operationLogic(watcher) },
  }).createMachine({
    context: ({ input }) => ({ name: input.name }),
    initial: "exporting",
    states: {
      exporting: {
        invoke: {
          id: "export",
          src: "operation",
          input: ({ context }) => ({ name: context.name }),
          onDone: { target: "ended", actions: assign({ outcome: ({ event }) => event.output }) },
          onError: { target: "lost", actions: assign({ problem: ({ event }) => event.error }) },
        },
        on: { abandon: { actions: sendTo("export", { type: "cancel" }) }, leave: "left" },
      },
      ended: { type: "final" },
      lost: {},
      left: {},
    },
  });
}

function start(watcher: Watcher) {
  return createActor(exportMachine(watcher), { input: { name: NAME } }).start();
}

describe("an operation that a machine invokes", () => {
  it.each([
    ["succeeded", succeeded(NAME, { id: "a" }), { type: "succeeded", response: { id: "a" } }],
    [
      "failed",
      failed(NAME, Code.ABORTED, "no"),
      { type: "failed", status: { code: 10, message: "no", details: [] } },
    ],
  ])("gives the outcome to onDone when it %s", async (_how, end, outcome) => {
    const { clock, watcher } = setUp({ get: [running(NAME), end] });
    const machine = start(watcher);
    await clock.advance(0);
    expect(machine.getSnapshot().value).toBe("exporting");
    expect(machine.getSnapshot().children["export"]?.getSnapshot()).toMatchObject({
      state: { type: "running" },
    });
    await clock.advance(1000);
    expect(machine.getSnapshot()).toMatchObject({ value: "ended", context: { outcome } });
    expect(clock.pending).toBe(0);
  });

  it("takes cancel from its parent", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME), cancelled(NAME)],
      cancel: [accepted],
    });
    const machine = start(watcher);
    await clock.advance(0);
    machine.send({ type: "abandon" });
    await clock.advance(10_000);
    const ended = await waitFor(machine, ({ status }) => status === "done");
    expect(ended.context.outcome?.type).toBe("cancelled");
    expect(operations.count("cancel")).toBe(1);
  });

  it("gives an OperationError to onError when contact is lost", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME), notFound(NAME)] });
    const machine = start(watcher);
    await clock.advance(1000);
    const { value, context } = machine.getSnapshot();
    expect(value).toBe("lost");
    expect(isOperationError(context.problem)).toBe(true);
    machine.stop();
  });

  it("gives a TypeError to onError for an invalid name", () => {
    const { operations, watcher } = setUp({ get: [running(NAME)] });
    const machine = createActor(exportMachine(watcher), { input: { name: "/v1/operations/a" } });
    machine.start();
    const { value, context } = machine.getSnapshot();
    expect([value, context.problem]).toEqual(["lost", expect.any(TypeError)]);
    expect(operations.calls).toEqual([]);
    machine.stop();
  });

  it.each(["leaves the state", "is stopped"])(
    "ends without a trace when the machine %s",
    async (how) => {
      const { clock, operations, watcher } = setUp({
        get: [running(NAME), never],
      });
      const machine = start(watcher);
      await clock.advance(1000);
      expect(operations.open).toBe(1);
      if (how === "is stopped") machine.stop();
      else machine.send({ type: "leave" });
      await clock.advance(0);
      expect([clock.pending, operations.open]).toEqual([0, 0]);
    },
  );

  it("is persisted and restored with its parent", async () => {
    const before = setUp({ get: [running(NAME)], cancel: [never] });
    const machine = start(before.watcher);
    await before.clock.advance(0);
    machine.send({ type: "abandon" });
    const snapshot = JSON.parse(JSON.stringify(machine.getPersistedSnapshot()));
    machine.stop();

    const after = setUp({ get: [running(NAME), cancelled(NAME)], cancel: [accepted] });
    const restored = createActor(exportMachine(after.watcher), { snapshot, input: { name: "" } });
    restored.start();
    expect(restored.getSnapshot().value).toBe("exporting");
    await after.clock.advance(10_000);
    expect(restored.getSnapshot()).toMatchObject({
      value: "ended",
      context: { name: NAME, outcome: { type: "cancelled" } },
    });
    expect(after.operations.count("cancel")).toBe(1);
    expect(after.clock.pending).toBe(0);
  });
});
