import { Code } from "@rx-lro/core";
import { expectEqual } from "../expect-equal.ts";
import { expectStandardResponse, expectType } from "../read-end.ts";
import { createScenario, type Scenario } from "../scenario.ts";
import type { Kind } from "../subject.ts";
import type { Trial } from "../trial.ts";
import { collect, inShort, until } from "./observe.ts";

/** A watcher over the subject: what asking to cancel led to. */
export const watchCancelScenarios: readonly Scenario[] = [
  createScenario({
    name: "watch: learns that a cancellation took effect",
    needs: ["cancel", "untilCancelled"],
    async run(trial) {
      const { outcome, states } = await cancelWatched(trial, "untilCancelled");
      const { status } = expectType("cancellation", outcome, "cancelled");
      expectEqual("code", status.code, Code.CANCELLED);
      expectEqual("last state", states.at(-1), "done.cancelled");
    },
  }),
  createScenario({
    name: "watch: learns that an operation completed all the same",
    needs: ["cancel", "stubborn"],
    async run(trial) {
      const cancelled = await cancelWatched(trial, "stubborn");
      const { outcome } = expectType("cancellation", cancelled.outcome, "completed");
      expectStandardResponse("outcome", outcome);
      expectEqual("last state", cancelled.states.at(-1), "done.succeeded");
    },
  }),
  createScenario({
    name: "watch: learns that an operation failed while it was being cancelled",
    needs: ["cancel", "breaking"],
    async run(trial) {
      const { outcome, states } = await cancelWatched(trial, "breaking");
      const { status } = expectType("cancellation", outcome, "failed");
      expectEqual("code", status.code, Code.DATA_LOSS);
      expectEqual("last state", states.at(-1), "done.failed");
    },
  }),
  createScenario({
    name: "watch: learns that an operation can't be cancelled, and goes on",
    needs: ["cancel", "uncancellable", "gate"],
    async run(trial) {
      const watch = trial.watcher().watch(await trial.start("uncancellable"));
      const states = collect(trial, "states", watch.states);
      states.catch(() => undefined);
      const outcome = await until(trial, "cancellation", watch.cancel());
      const { error } = expectType("cancellation", outcome, "unimplemented");
      expectEqual("code", error.code, Code.UNIMPLEMENTED);
      await until(trial, "running", watch.states, ({ type }) => type === "running");
      await trial.release(watch.name ?? "");
      expectEqual("last state", inShort(await states).at(-1), "done.succeeded");
    },
  }),
  createScenario({
    name: "watch: learns that there is nothing to cancel any more",
    needs: ["cancel", "delete", "gate"],
    async run(trial) {
      const { name } = await trial.start("gate");
      await trial.delete(name);
      const watch = trial.watcher({ notFoundGraceMs: 0 }).watch(name);
      const outcome = await until(trial, "cancellation", watch.cancel());
      expectEqual("cancellation", outcome, { type: "gone" });
    },
  }),
  createScenario({
    name: "watch: cancels once for two views that ask, and tells both",
    needs: ["cancel", "untilCancelled"],
    async run(trial) {
      const watcher = trial.watcher();
      const { name } = await trial.start("untilCancelled");
      const asked = [watcher.watch(name), watcher.watch(name)].map((watch) =>
        until(trial, "cancellation", watch.cancel()),
      );
      for (const outcome of await Promise.all(asked)) {
        expectType("cancellation", outcome, "cancelled");
      }
    },
  }),
];

async function cancelWatched(trial: Trial, kind: Kind) {
  const watch = trial.watcher().watch(await trial.start(kind));
  const states = collect(trial, "states", watch.states);
  states.catch(() => undefined);
  await until(trial, "running", watch.states);
  const outcome = await until(trial, "cancellation", watch.cancel());
  return { outcome, states: inShort(await states) };
}
