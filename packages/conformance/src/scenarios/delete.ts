import { Code } from "@rx-lro/core";
import { expectEqual } from "../expect-equal.ts";
import { expectRejection } from "../expect-rejection.ts";
import { expectStandardResponse, readEnd } from "../read-end.ts";
import { createScenario, type Scenario } from "../scenario.ts";
import { readList } from "./read-list.ts";

/** DeleteOperation: forgets the operation, doesn't cancel it. */
export const deleteScenarios: readonly Scenario[] = [
  createScenario({
    name: "delete: forgets an operation that has ended",
    needs: ["delete", "succeed"],
    async run(trial) {
      const { name } = await trial.start("succeed");
      await trial.settle(name);
      expectEqual("the answer to delete", await trial.delete(name), undefined);
      await expectRejection("get", trial.get(name), Code.NOT_FOUND);
    },
  }),
  createScenario({
    name: "delete: forgets an operation that runs",
    needs: ["delete", "gate"],
    async run(trial) {
      const { name } = await trial.start("gate");
      await trial.delete(name);
      await expectRejection("get", trial.get(name), Code.NOT_FOUND);
      await trial.release(name);
      await expectRejection("get, when its work has ended", trial.get(name), Code.NOT_FOUND);
    },
  }),
  createScenario({
    name: "delete: doesn't cancel",
    needs: ["delete", "gate", "insight"],
    async run(trial) {
      const { name } = await trial.start("gate");
      await trial.get(name);
      await trial.delete(name);
      await expectRejection("get", trial.get(name), Code.NOT_FOUND);
      expectEqual("its work was told to stop", await trial.subject.isCancelled?.(name), false);
    },
  }),
  createScenario({
    name: "delete: of what was deleted is NOT_FOUND",
    needs: ["delete", "succeed"],
    async run(trial) {
      const { name } = await trial.start("succeed");
      await trial.delete(name);
      await expectRejection("a second delete", trial.delete(name), Code.NOT_FOUND);
    },
  }),
  createScenario({
    name: "delete: takes the operation out of the list and leaves the others",
    needs: ["delete", "list", "succeed"],
    async run(trial) {
      const parent = await trial.createParent();
      const { name: kept } = await trial.start("succeed", parent);
      const { name } = await trial.start("succeed", parent);
      await trial.delete(name);
      const { names } = await readList(trial, { name: parent });
      expectEqual("the list", names, [kept]);
      expectStandardResponse("the other", readEnd(await trial.settle(kept)));
    },
  }),
];
