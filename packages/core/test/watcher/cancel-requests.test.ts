import { describe, expect, it } from "vitest";
import { Code } from "../../src/index.ts";
import { cancelled, running, unavailable } from "../../src/testing/index.ts";
import { NAME, record, setUp } from "./probe.ts";

/** An answer that never comes; aborting ends it. */
const never = () => new Promise<never>(() => {});
const accepted = undefined;

describe("a request to cancel", () => {
  it("is sent at the call and finished without a subscriber", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME)],
      cancel: [unavailable(), accepted],
    });
    watcher.watch(NAME).cancel();
    await clock.advance(60_000);
    expect(operations.calls.map(({ method }) => method)).toEqual(["cancel", "cancel"]);
    expect(clock.pending).toBe(0);
  });

  it("isn't taken back by unsubscribing", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)], cancel: [never] });
    record(watcher.watch(NAME).cancel()).stop();
    await clock.advance(0);
    expect(operations.open).toBe(1);
  });

  it("is one, however often and through whichever view it is asked for", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME), cancelled(NAME)],
      cancel: [accepted],
    });
    const watch = watcher.watch(NAME);
    const outcomes = [watch.cancel(), watch.cancel(), watcher.watch(NAME).cancel()].map(record);
    await clock.advance(5000);
    expect(operations.count("cancel")).toBe(1);
    expect(outcomes.map(({ values }) => values.length)).toEqual([1, 1, 1]);
  });

  it("gives its outcome to late subscribers, without looking again", async () => {
    const { clock, operations, watcher } = setUp({ get: [cancelled(NAME)], cancel: [accepted] });
    const outcome = watcher.watch(NAME).cancel();
    record(outcome);
    await clock.advance(1000);
    const looks = operations.count("get");
    expect(record(outcome).values.map(({ type }) => type)).toEqual(["cancelled"]);
    await clock.advance(1000);
    expect(operations.count("get")).toBe(looks);
  });

  it("keeps the operation looked at while somebody waits for its outcome", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)], cancel: [accepted] });
    const outcome = record(watcher.watch(NAME).cancel());
    await clock.advance(10_000);
    expect(operations.count("get")).toBe(5);
    outcome.stop();
    expect(clock.pending).toBe(0);
  });

  it("starts the back-off anew", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)], cancel: [accepted] });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(100_000);
    const looks = operations.count("get");
    watch.cancel();
    await clock.advance(1000);
    expect(operations.count("get")).toBe(looks + 1);
    states.stop();
  });

  it("that is never answered fails after the request timeout and is repeated", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME)],
      cancel: [never, accepted],
    });
    const watch = watcher.watch(NAME);
    watch.cancel();
    await clock.advance(31_000);
    expect(operations.count("cancel")).toBe(2);
    expect(operations.open).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it("that never gets through is rejected once the budget is spent and a look shows it alive", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)], cancel: [unavailable()] });
    const outcome = record(watcher.watch(NAME).cancel());
    await clock.advance(400_000);
    expect(outcome.values).toMatchObject([{ type: "rejected", error: { code: Code.UNAVAILABLE } }]);
    expect(clock.pending).toBe(0);
  });

  it("waits as long as the service asks before it is repeated", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME)],
      cancel: [unavailable(20_000), accepted],
    });
    watcher.watch(NAME).cancel();
    await clock.advance(19_999);
    expect(operations.count("cancel")).toBe(1);
    await clock.advance(1);
    expect(operations.count("cancel")).toBe(2);
  });
});
