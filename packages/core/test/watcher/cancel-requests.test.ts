import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../src/index.ts";
import { cancelled, running, unavailable } from "../../src/testing/index.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { NAME, never, record, setUp } from "./probe.ts";

const accepted = undefined;

describe("a request to cancel", () => {
  it("is sent at the call and finished without a subscriber", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME)],
      cancel: [unavailable(), accepted],
    });
    watcher.watch(NAME).cancel();
    await clock.advance(60_000);
    expect(operations.calls.map(({ method, request }) => [method, request])).toEqual([
      ["cancel", { name: NAME }],
      ["cancel", { name: NAME }],
    ]);
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

  it("is one, even if nobody holds on to the operation in between", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)], cancel: [accepted] });
    watcher.watch(NAME).cancel();
    await clock.advance(0);
    await collectGarbage();
    watcher.watch(NAME).cancel();
    expect(operations.count("cancel")).toBe(1);
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

  it.each([
    ["is accepted", accepted],
    ["isn't answered", never],
  ])("starts the back-off anew when it %s", async (_what, answer) => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)], cancel: [answer] });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(100_000);
    const looks = operations.count("get");
    watch.cancel();
    await clock.advance(1000);
    expect(operations.count("get")).toBe(looks + 1);
    states.stop();
  });

  it("starts the back-off anew once more when it is accepted late", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME)],
      cancel: [() => clock.delay(25_000)],
    });
    const outcome = record(watcher.watch(NAME).cancel());
    await clock.advance(24_999);
    const looks = operations.count("get");
    await clock.advance(1001);
    expect(operations.count("get")).toBe(looks + 1);
    outcome.stop();
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

  it("that is never answered is rejected in the end, and says so", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)], cancel: [never] });
    const outcome = record(watcher.watch(NAME).cancel());
    await clock.advance(600_000);
    expect(outcome.values).toMatchObject([
      {
        type: "rejected",
        error: {
          message: `[DEADLINE_EXCEEDED] no answer within 30 s to the request to cancel ${NAME}`,
        },
      },
    ]);
    expect(clock.pending).toBe(0);
  });

  it("is repeated for five minutes, however long the operation was watched before", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)], cancel: [unavailable()] });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(1_000_000);
    const outcome = record(watch.cancel());
    await clock.advance(290_000);
    expect(outcome.values).toEqual([]);
    await clock.advance(30_000);
    expect(outcome.values).toMatchObject([{ type: "rejected", error: { code: Code.UNAVAILABLE } }]);
    states.stop();
  });

  it("is repeated at the pace of the back-off", async () => {
    const at: number[] = [];
    const away = () => {
      at.push(clock.now());
      throw unavailable();
    };
    const { clock, watcher } = setUp({ get: [running(NAME)], cancel: [away] });
    watcher.watch(NAME).cancel();
    await clock.advance(10_000);
    expect(at).toEqual([0, 1000, 2500, 4750, 8125]);
  });

  it("is repeated although contact is lost meanwhile", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME), new RpcError(Code.PERMISSION_DENIED, "no")],
      cancel: [unavailable(5000), accepted],
    });
    const watch = watcher.watch(NAME);
    const [states, cancellation] = [record(watch.states), record(watch.cancellation)];
    await clock.advance(500);
    const outcome = record(watch.cancel());
    await clock.advance(4999);
    expect([states.isComplete, cancellation.isComplete]).toEqual([true, false]);
    expect([cancellation.values, outcome.values]).toEqual([[], []]);
    await clock.advance(1);
    const unconfirmed = { values: [{ type: "unconfirmed", reason: "lost" }], isComplete: true };
    expect([cancellation, outcome]).toMatchObject([unconfirmed, unconfirmed]);
    expect(operations.count("cancel")).toBe(2);
  });

  it("shows that it is under way although contact was lost and nobody watches", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME), new RpcError(Code.PERMISSION_DENIED, "no")],
      cancel: [never],
    });
    const watch = watcher.watch(NAME);
    record(watch.states);
    await clock.advance(2000);
    expect(watch.state?.type).toBe("lost");
    watch.cancel();
    expect(watch.state).toEqual({
      type: "cancelling",
      phase: "requesting",
      name: NAME,
      operation: running(NAME),
      seenAt: 0,
    });
    expect([operations.count("cancel"), operations.count("get")]).toEqual([1, 2]);
  });

  it("is still under way for who has contact again", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME), new RpcError(Code.PERMISSION_DENIED, "no"), running(NAME)],
      cancel: [never],
    });
    const watch = watcher.watch(NAME);
    record(watch.states);
    await clock.advance(500);
    const outcome = record(watch.cancel());
    await clock.advance(1000);
    expect(watch.state?.type).toBe("lost");
    const states = record(watch.states);
    await clock.advance(0);
    expect(watch.state).toMatchObject({ type: "cancelling", phase: "requesting" });
    states.stop();
    outcome.stop();
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
