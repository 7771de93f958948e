import type { ParentState } from "@rx-lro/core";
import { expectEqual } from "../expect-equal.ts";
import { expectStandardResponse, expectType } from "../read-end.ts";
import { createScenario, type Scenario } from "../scenario.ts";
import { inShort, until } from "./observe.ts";

/** A watcher over the subject: all operations of a parent, live. */
export const watchAllScenarios: readonly Scenario[] = [
  createScenario({
    name: "watchAll: shows what is there, what comes, ends and is deleted",
    needs: ["list", "delete", "gate"],
    async run(trial) {
      const parent = await trial.createParent();
      const { name: first } = await trial.start("gate", parent);
      const all = trial.watcher().watchAll(parent, { pageSize: 1 });
      // A lasting subscription, so that all that follows is seen by the same loop of looks.
      const stays = all.subscribe();
      try {
        await until(trial, "the first", all, shows([first, "running"]));
        const { name: second } = await trial.start("gate", parent);
        await until(trial, "the second", all, shows([first, "running"], [second, "running"]));
        await trial.release(first);
        const ended = shows([first, "done.succeeded"], [second, "running"]);
        const { operations } = await until(trial, "the end of the first", all, ended);
        const state = operations.get(first);
        if (state) expectStandardResponse("outcome", expectType("first", state, "done").outcome);
        await trial.delete(second);
        await until(trial, "the removal of the second", all, shows([first, "done.succeeded"]));
      } finally {
        stays.unsubscribe();
      }
    },
  }),
  createScenario({
    name: "watchAll: of a parent without operations shows none",
    needs: ["list"],
    async run(trial) {
      const all = trial.watcher().watchAll(await trial.createParent());
      const { type, operations, pollError } = await until(trial, "the list", all);
      expectEqual("the list", [type, operations.size, pollError], ["watching", 0, undefined]);
    },
  }),
];

function shows(...wanted: (readonly [name: string, state: string])[]) {
  const want = JSON.stringify(wanted.toSorted());
  return ({ operations }: ParentState): boolean => {
    const seen = [...operations].map(([name, state]) => [name, inShort([state])[0] ?? ""]);
    return JSON.stringify(seen.toSorted()) === want;
  };
}
