import { Code, type Operations } from "@rx-lro/core";
import { expectEqual } from "../expect-equal.ts";
import {
  expectBareSuccess,
  expectStandardFailure,
  expectStandardMetadata,
  expectStandardResponse,
  expectType,
} from "../read-end.ts";
import { createScenario, type Scenario } from "../scenario.ts";
import { collect, inShort, until } from "./observe.ts";

/** A watcher over the subject: states and outcomes. */
export const watchScenarios: readonly Scenario[] = [
  createScenario({
    name: "watch: follows an operation from running to done",
    needs: ["gate"],
    async run(trial) {
      const watch = trial.watcher().watch(await trial.start("gate"));
      const states = collect(trial, "the states", watch.states);
      states.catch(() => undefined);
      await until(trial, "running", watch.states);
      await trial.release(watch.name ?? "");
      expectEqual("states", inShort(await states), ["running", "done.succeeded"]);
    },
  }),
  createScenario({
    name: "watch: sees the response of an operation that is being started",
    needs: ["succeed"],
    async run(trial) {
      const watch = trial.watcher().watch(trial.start("succeed"));
      expectStandardResponse("outcome", await trial.within("outcome", watch.outcome()));
    },
  }),
  createScenario({
    name: "watch: takes an empty response or none as a success",
    needs: ["succeedBare"],
    async run(trial) {
      const watch = trial.watcher().watch(trial.start("succeedBare"));
      expectBareSuccess("outcome", await trial.within("outcome", watch.outcome()));
    },
  }),
  createScenario({
    name: "watch: sees a failure with its details",
    needs: ["fail"],
    async run(trial) {
      const watch = trial.watcher().watch(trial.start("fail"));
      expectStandardFailure("outcome", await trial.within("outcome", watch.outcome()));
    },
  }),
  createScenario({
    name: "watch: sees the metadata",
    needs: ["reporting"],
    async run(trial) {
      const watch = trial.watcher().watch(trial.start("reporting"));
      const states = await collect(trial, "the states", watch.states);
      expectStandardMetadata("the metadata", states.at(-1)?.metadata);
    },
  }),
  createScenario({
    name: "watch: reports an operation that was cancelled by somebody else",
    needs: ["endCancelled"],
    async run(trial) {
      const watch = trial.watcher().watch(trial.start("endCancelled"));
      const outcome = await trial.within("outcome", watch.outcome());
      const { status } = expectType("outcome", outcome, "cancelled");
      expectEqual("code", status.code, Code.CANCELLED);
    },
  }),
  createScenario({
    name: "watch: loses an operation that is deleted",
    needs: ["delete", "gate"],
    async run(trial) {
      const { name } = await trial.start("gate");
      const watch = trial.watcher().watch(name);
      const states = collect(trial, "the states", watch.states);
      states.catch(() => undefined);
      await until(trial, "running", watch.states);
      await trial.delete(name);
      expectEqual("states", inShort(await states), ["running", "lost.gone"]);
    },
  }),
  createScenario({
    name: "watch: loses a name that no operation has",
    needs: [],
    async run(trial) {
      const watch = trial.watcher({ notFoundGraceMs: 0 }).watch(trial.subject.unknownName);
      const states = await collect(trial, "the states", watch.states);
      expectEqual("states", inShort(states).at(-1), "lost.unknown");
    },
  }),
  createScenario({
    name: "watch: shares one loop of looks among views, and goes on when one leaves",
    needs: ["gate"],
    async run(trial) {
      const { operations, atATime } = countGets(trial.operations);
      const watcher = trial.watcher({}, operations);
      const { name } = await trial.start("gate");
      const leaving = watcher.watch(name);
      const staying = [watcher.watch(name), watcher.watch(name)];
      const ends = Promise.all(staying.map((watch) => collect(trial, "states", watch.states)));
      ends.catch(() => undefined);
      await until(trial, "running", leaving.states);
      await trial.release(name);
      for (const states of await ends) {
        expectEqual("states", inShort(states), ["running", "done.succeeded"]);
      }
      expectEqual("gets at a time", atATime(), 1);
    },
  }),
];

/** Operations that know how many gets were under way at once, at most. */
function countGets(all: Operations) {
  let underWay = 0;
  let most = 0;
  const operations: Operations = {
    async getOperation(request, options) {
      underWay += 1;
      most = Math.max(most, underWay);
      try {
        return await all.getOperation(request, options);
      } finally {
        underWay -= 1;
      }
    },
    listOperations: (request, options) => all.listOperations(request, options),
    cancelOperation: (request, options) => all.cancelOperation(request, options),
    deleteOperation: (request, options) => all.deleteOperation(request, options),
    waitOperation: (request, options) => all.waitOperation(request, options),
  };
  return { operations, atATime: () => most };
}
