import { Code } from "@rx-lro/core";
import { expectEqual } from "../expect-equal.ts";
import { expectAbort, expectRejection } from "../expect-rejection.ts";
import { expectStandardResponse, readEnd } from "../read-end.ts";
import { createScenario, type Scenario } from "../scenario.ts";

/** The timeout of a wait that must be answered before it. */
const LONG_MS = 60_000;

/** WaitOperation: answers at the end, or the latest state when the time is over. */
export const waitScenarios: readonly Scenario[] = [
  createScenario({
    name: "wait: answers at once when the operation has ended",
    needs: ["wait", "succeed"],
    async run(trial) {
      const { name } = await trial.start("succeed");
      const end = await trial.settle(name);
      expectEqual("wait", await trial.wait({ name, timeoutMs: LONG_MS }), end);
      expectEqual("wait without a time", await trial.wait({ name }), end);
    },
  }),
  createScenario({
    name: "wait: answers when the operation ends, to all who wait",
    needs: ["wait", "gate"],
    async run(trial) {
      const { name } = await trial.start("gate");
      const waits = [trial.wait({ name, timeoutMs: LONG_MS }), trial.wait({ name })];
      const ends = Promise.all(waits);
      ends.catch(() => undefined);
      await trial.get(name);
      await trial.release(name);
      for (const end of await ends) expectStandardResponse("wait", readEnd(end));
    },
  }),
  createScenario({
    name: "wait: answers the latest state when the time is over",
    needs: ["wait", "gate"],
    async run(trial) {
      const { name } = await trial.start("gate");
      for (const timeoutMs of [0, 20]) {
        const operation = await trial.wait({ name, timeoutMs });
        expectEqual(`wait ${timeoutMs} ms: name`, operation.name, name);
        expectEqual(`wait ${timeoutMs} ms: done`, operation.done ?? false, false);
      }
    },
  }),
  createScenario({
    name: "wait: refuses a negative time",
    needs: ["wait", "succeed"],
    async run(trial) {
      const { name } = await trial.start("succeed");
      const call = trial.wait({ name, timeoutMs: -1 });
      await expectRejection("wait", call, Code.INVALID_ARGUMENT);
    },
  }),
  createScenario({
    name: "wait: held longer than its call may take is DEADLINE_EXCEEDED",
    needs: ["wait", "gate"],
    async run(trial) {
      const { name } = await trial.start("gate");
      const call = trial.wait({ name }, { timeoutMs: 20 });
      await expectRejection("wait", call, Code.DEADLINE_EXCEEDED);
    },
  }),
  createScenario({
    name: "wait: ends with its signal, and no other wait with it",
    needs: ["wait", "gate"],
    async run(trial) {
      const { name } = await trial.start("gate");
      const other = trial.wait({ name, timeoutMs: LONG_MS });
      other.catch(() => undefined);
      const controller = new AbortController();
      const { signal } = controller;
      const call = trial.wait({ name, timeoutMs: LONG_MS }, { signal });
      call.catch(() => undefined);
      await trial.get(name);
      const reason = new Error("enough");
      controller.abort(reason);
      await expectAbort("the aborted wait", call, reason);
      await trial.release(name);
      expectStandardResponse("the other wait", readEnd(await other));
    },
  }),
];
