import { Code } from "@rx-lro/core";
import { expectEqual } from "../expect-equal.ts";
import { expectRejection } from "../expect-rejection.ts";
import { createScenario, type Scenario } from "../scenario.ts";
import type { Trial } from "../trial.ts";
import { readList } from "./read-list.ts";

/** ListOperations with a filter (AIP-160). */
export const filterScenarios: readonly Scenario[] = [
  createScenario({
    name: "filter: on done shows those that are, or those that aren't",
    needs: ["list", "filter", "succeed", "fail", "gate"],
    async run(trial) {
      const { parent, done, running } = await startThree(trial);
      const all = [...done, running].sort();
      await expectLists(trial, parent, [
        ["done = true", done],
        ["done = false", [running]],
        ["NOT done = true", [running]],
        ["-done = false", done],
        ["done = true OR done = false", all],
        ["done = true AND done = false", []],
      ]);
    },
  }),
  createScenario({
    name: "filter: lets OR bind tighter than AND, and parentheses first",
    needs: ["list", "filter", "succeed", "fail", "gate"],
    async run(trial) {
      const { parent, done, running } = await startThree(trial);
      const [first = "", second = ""] = done;
      await expectLists(trial, parent, [
        [`name = "${running}" OR name = "${first}" AND done = true`, [first]],
        [`name = "${running}" OR (name = "${first}" AND done = true)`, [first, running].sort()],
        [`done = true AND name = "${running}" OR name = "${second}"`, [second]],
      ]);
    },
  }),
  createScenario({
    name: "filter: in pages of any size shows each operation once",
    needs: ["list", "filter", "succeed", "fail", "gate"],
    async run(trial) {
      const { parent, done } = await startThree(trial);
      for (const pageSize of [1, 2, 3]) {
        const list = await readList(trial, { name: parent, filter: "done = true", pageSize });
        expectEqual(`the list by pages of ${pageSize}`, list.names, done);
      }
    },
  }),
  createScenario({
    name: "filter: is refused when it isn't one, and so is a token of another filter",
    needs: ["list", "filter", "succeed", "fail", "gate"],
    async run(trial) {
      const { parent: name } = await startThree(trial);
      for (const filter of ["done =", "(done = true", "done = true)", "AND", "done = perhaps"]) {
        const refused = trial.list({ name, filter });
        await expectRejection(`the filter ${filter}`, refused, Code.INVALID_ARGUMENT);
      }
      const request = { name, filter: "done = true", pageSize: 1 };
      const { nextPageToken: pageToken = "" } = await trial.list(request);
      const other = trial.list({ ...request, filter: "done = false", pageToken });
      await expectRejection("another filter's token", other, Code.INVALID_ARGUMENT);
    },
  }),
];

/** Two that are done, sorted by name, and one that runs. */
async function startThree(trial: Trial) {
  const parent = await trial.createParent();
  const { name: succeeded } = await trial.start("succeed", parent);
  const { name: failed } = await trial.start("fail", parent);
  const { name: running } = await trial.start("gate", parent);
  await trial.settle(succeeded);
  await trial.settle(failed);
  return { parent, done: [succeeded, failed].sort(), running };
}

async function expectLists(
  trial: Trial,
  name: string,
  lists: readonly (readonly [filter: string, names: readonly string[]])[],
): Promise<void> {
  for (const [filter, names] of lists) {
    expectEqual(`the list of ${filter}`, (await readList(trial, { name, filter })).names, names);
  }
}
