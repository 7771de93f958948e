import { queueScheduler } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Any, Code, OperationError, RpcError } from "../../src/index.ts";
import { cancelled, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { brief, NAME, record, setUp } from "./probe.ts";

const DAY = 86_400_000;

describe("a deadline", () => {
  it("ends its view and no other, and doesn't cancel", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)] });
    const others = record(watcher.watch(NAME).states);
    const watch = watcher.watch(NAME, { deadlineMs: 2000 });
    const states = record(watch.states);
    const outcome = watch.outcome();
    outcome.catch(() => {});
    await clock.advance(2000);
    expect([states.isComplete, others.isComplete]).toEqual([true, false]);
    expect(brief(states.values)).toEqual(["running"]);
    const error = await outcome.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(OperationError);
    expect(error).toMatchObject({
      message: `${NAME}: had not ended by the deadline; it was left to run`,
      state: { type: "running" },
      outcome: undefined,
    });
    expect(operations.count("cancel")).toBe(0);
    others.stop();
    expect(clock.pending).toBe(0);
  });

  it("rejects a wait with the last state as the view's decoders read it", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME, { step: 1 })] });
    const options = { deadlineMs: 500, metadata: ({ step }: Any) => `step ${step}` };
    const error = watcher
      .watch(NAME, options)
      .outcome()
      .catch((thrown) => thrown);
    await clock.advance(500);
    expect(await error).toMatchObject({ state: { type: "running", metadata: "step 1" } });
  });

  it("doesn't matter to an operation that ends before", async () => {
    const { clock, watcher } = setUp({ get: [succeeded(NAME)] });
    const states = record(watcher.watch(NAME, { deadlineMs: 2000, onDeadline: "cancel" }).states);
    await clock.advance(0);
    expect(brief(states.values)).toEqual(["done.succeeded"]);
    expect(clock.pending).toBe(0);
  });

  it("with cancel lets the service settle within the grace", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME), running(NAME), cancelled(NAME)],
      cancel: [undefined],
    });
    const outcome = watcher.watch(NAME, { deadlineMs: 1500, onDeadline: "cancel" }).outcome();
    await clock.advance(30_000);
    expect(await outcome).toMatchObject({ type: "cancelled" });
  });

  it("with detach leaves a cancellation that was asked for unconfirmed", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)], cancel: [undefined] });
    const watch = watcher.watch(NAME, { deadlineMs: 2000 });
    const cancel = record(watch.cancel());
    const cancellation = record(watch.cancellation);
    await clock.advance(2000);
    const unconfirmed = { values: [{ type: "unconfirmed", reason: "detached" }], isComplete: true };
    expect([cancel, cancellation]).toMatchObject([unconfirmed, unconfirmed]);
    expect(clock.pending).toBe(0);
  });

  it.each(["cancel", "detach"] as const)(
    "with %s ends its states with an unconfirmed cancellation, and no other view's",
    async (onDeadline) => {
      const { clock, watcher } = setUp({ get: [running(NAME)], cancel: [undefined] });
      const other = watcher.watch(NAME);
      const others = record(other.states);
      const watch = watcher.watch(NAME, { deadlineMs: 2000, onDeadline, graceMs: 1000 });
      const states = record(watch.states);
      if (onDeadline === "detach") watch.cancel();
      await clock.advance(3500);
      const reason = onDeadline === "cancel" ? "deadline" : "detached";
      const last = { type: "cancelling", cancellation: { type: "unconfirmed", reason } };
      expect(states.values.at(-1)).toMatchObject(last);
      expect(states.values.at(-2)).not.toHaveProperty("cancellation");
      expect(record(watch.states)).toMatchObject({ values: [last], isComplete: true });
      expect(watch.state).toBe(states.values.at(-1));
      expect(other.state).not.toHaveProperty("cancellation");
      others.stop();
    },
  );

  it("shows what became of the cancellation once another view has seen it", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME), running(NAME), running(NAME), cancelled(NAME)],
      cancel: [undefined],
    });
    record(watcher.watch(NAME).states);
    const watch = watcher.watch(NAME, { deadlineMs: 1000 });
    const states = record(watch.states);
    watch.cancel();
    await clock.advance(10_000);
    expect(states.values.at(-1)).toMatchObject({ cancellation: { type: "unconfirmed" } });
    expect(watch.state).toMatchObject({ type: "done", cancellation: { type: "cancelled" } });
  });

  it("is told to all who wait for the cancellation, even when one of them asks again", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)], cancel: [undefined] });
    const watch = watcher.watch(NAME, { deadlineMs: 500 });
    watch.cancel().subscribe(() => void watch.cancel());
    const second = record(watch.cancel());
    await clock.advance(500);
    expect(second.values).toEqual([{ type: "unconfirmed", reason: "detached" }]);
  });

  it("leaves a refusal as it is", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME)],
      cancel: [new RpcError(Code.UNIMPLEMENTED, "no")],
    });
    const watch = watcher.watch(NAME, { deadlineMs: 2000, onDeadline: "cancel", graceMs: 1000 });
    const cancellation = record(watch.cancellation);
    await clock.advance(5000);
    expect(cancellation).toMatchObject({ values: [{ type: "unimplemented" }], isComplete: true });
  });

  it("is counted from watch(), and ends a late subscription at once", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)] });
    const watch = watcher.watch(NAME, { deadlineMs: 2000 });
    await clock.advance(5000);
    const states = record(watch.states);
    await clock.advance(0);
    expect([states.isComplete, clock.pending]).toEqual([true, 0]);
    expect(record(watch.states).isComplete).toBe(true);
    expect(operations.count("get")).toBeLessThanOrEqual(1);
  });

  it("that has passed leaves no looks behind, even where a timer without a delay doesn't wait", async () => {
    const { operations, watcher } = setUp({ get: [running(NAME)] }, { scheduler: queueScheduler });
    const outcome = watcher.watch(NAME, { deadlineMs: 0 }).outcome();
    await expect(outcome).rejects.toThrow("had not ended by the deadline");
    expect(operations.calls).toEqual([]);
  });

  it("that has passed tells the end that is known first, on such a scheduler too", async () => {
    const { watcher } = setUp({ get: [succeeded(NAME)] }, { scheduler: queueScheduler });
    const outcome = await watcher.watch(NAME).outcome();
    expect(await watcher.watch(NAME, { deadlineMs: 0 }).outcome()).toBe(outcome);
  });

  it("can be longer than a timer holds", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)] });
    const states = record(watcher.watch(NAME, { deadlineMs: 40 * DAY }).states);
    await clock.advance(60_000);
    expect(states.isComplete).toBe(false);
    states.stop();
    expect(clock.pending).toBe(0);
  });

  it("once passed, leaves the way to cancel open", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME), running(NAME), cancelled(NAME)],
      cancel: [undefined],
    });
    const watch = watcher.watch(NAME, { deadlineMs: 500 });
    record(watch.states);
    await clock.advance(600);
    const cancel = record(watch.cancel());
    await clock.advance(10_000);
    expect(cancel.values.map(({ type }) => type)).toEqual(["cancelled"]);
  });

  it("ends a wait for a name that never comes", async () => {
    const { clock, watcher } = setUp({});
    const watch = watcher.watch(new Promise<string>(() => {}), { deadlineMs: 500 });
    const cancel = record(watch.cancel());
    const [states, cancellation] = [record(watch.states), record(watch.cancellation)];
    await clock.advance(500);
    expect(states).toMatchObject({ values: [], isComplete: true });
    const unconfirmed = { values: [{ type: "unconfirmed", reason: "detached" }], isComplete: true };
    expect([cancel, cancellation]).toMatchObject([unconfirmed, unconfirmed]);
  });

  it("tells why when the operation was never seen", async () => {
    const { clock, watcher } = setUp({ get: [unavailable()] });
    const error = watcher
      .watch(NAME, { deadlineMs: 2000 })
      .outcome()
      .catch((thrown) => thrown);
    await clock.advance(2000);
    expect(await error).toMatchObject({
      message: `${NAME}: had not ended by the deadline; it was never seen; the latest look failed: [UNAVAILABLE] try again`,
      cause: { code: Code.UNAVAILABLE },
    });
  });

  it.each([
    [{ deadlineMs: -1 }, "deadlineMs must be at least 0, not -1"],
    [{ deadlineMs: Number.NaN }, "deadlineMs must be at least 0, not NaN"],
    [{ graceMs: -5 }, "graceMs must be at least 0, not -5"],
    [{ onDeadline: "stop" as never }, 'onDeadline is "detach" or "cancel", not stop'],
  ])("refuses %o", (options, message) => {
    expect(() => setUp({}).watcher.watch(NAME, options)).toThrow(message);
  });
});
