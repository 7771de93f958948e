import { Code, isRpcError } from "@rx-lro/core";
import { expectEqual } from "../expect-equal.ts";
import { expectRejection } from "../expect-rejection.ts";
import { expectStandardResponse, expectType, readEnd } from "../read-end.ts";
import { createScenario, type Scenario } from "../scenario.ts";
import type { Kind } from "../subject.ts";
import type { Trial } from "../trial.ts";

/** CancelOperation: best effort, and the operation tells what came of it. */
export const cancelScenarios: readonly Scenario[] = [
  createScenario({
    name: "cancel: ends an operation that honours it, with code 1",
    needs: ["cancel", "untilCancelled"],
    run: async (trial) => {
      expectType("the outcome", await outcomeOfCancelled(trial, "untilCancelled"), "cancelled");
    },
  }),
  createScenario({
    name: "cancel: lets an operation complete that doesn't honour it",
    needs: ["cancel", "stubborn"],
    run: async (trial) => {
      expectStandardResponse("the outcome", await outcomeOfCancelled(trial, "stubborn"));
    },
  }),
  createScenario({
    name: "cancel: shows the failure of an operation that breaks meanwhile",
    needs: ["cancel", "breaking"],
    async run(trial) {
      const outcome = await outcomeOfCancelled(trial, "breaking");
      expectEqual("code", expectType("outcome", outcome, "failed").status.code, Code.DATA_LOSS);
    },
  }),
  createScenario({
    name: "cancel: is UNIMPLEMENTED where it can't be done, and the operation runs on",
    needs: ["cancel", "uncancellable"],
    async run(trial) {
      const { name } = await trial.start("uncancellable");
      await expectRejection("cancel", trial.cancel(name), Code.UNIMPLEMENTED);
      expectEqual("done", (await trial.get(name)).done ?? false, false);
      if (!trial.subject.release) return;
      await trial.release(name);
      expectStandardResponse("the outcome", readEnd(await trial.settle(name)));
    },
  }),
  createScenario({
    name: "cancel: changes no operation that has ended, accepted or refused",
    needs: ["cancel", "succeed"],
    async run(trial) {
      const { name } = await trial.start("succeed");
      const before = await trial.settle(name);
      const refusal = await trial.cancel(name).then(
        () => undefined,
        (error: unknown) => error,
      );
      expectEqual("a refusal is an RpcError", refusal === undefined || isRpcError(refusal), true);
      expectEqual("the operation", await trial.get(name), before);
    },
  }),
  createScenario({
    name: "cancel: asked twice, one after the other and at once, is one cancellation",
    needs: ["cancel", "untilCancelled"],
    async run(trial) {
      const { name } = await trial.start("untilCancelled");
      await Promise.all([trial.cancel(name), trial.cancel(name)]);
      const ended = await trial.settle(name);
      expectType("the outcome", readEnd(ended), "cancelled");
      await trial.cancel(name).catch(() => undefined);
      expectEqual("the operation", await trial.get(name), ended);
    },
  }),
  createScenario({
    name: "cancel: leaves other operations alone",
    needs: ["cancel", "untilCancelled", "gate"],
    async run(trial) {
      const { name: neighbour } = await trial.start("gate");
      const { name } = await trial.start("untilCancelled");
      await trial.get(neighbour);
      await trial.cancel(name);
      await trial.settle(name);
      expectEqual("the neighbour is done", (await trial.get(neighbour)).done ?? false, false);
      await trial.release(neighbour);
      expectStandardResponse("the neighbour", readEnd(await trial.settle(neighbour)));
    },
  }),
  createScenario({
    name: "cancel: ends a queued operation, which never begins",
    needs: ["cancel", "queue", "untilCancelled", "stubborn"],
    async run(trial) {
      const { concurrency = 1 } = trial.subject;
      for (let n = 0; n < concurrency; n += 1) await trial.start("untilCancelled");
      // Had it begun, it would complete.
      const outcome = await outcomeOfCancelled(trial, "stubborn");
      expectType("the outcome", outcome, "cancelled");
    },
  }),
];

async function outcomeOfCancelled(trial: Trial, kind: Kind) {
  const { name } = await trial.start(kind);
  expectEqual("done before", (await trial.get(name)).done ?? false, false);
  expectEqual("the answer to cancel", await trial.cancel(name), undefined);
  return readEnd(await trial.settle(name));
}
