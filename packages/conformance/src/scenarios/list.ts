import { Code } from "@rx-lro/core";
import { expectEqual } from "../expect-equal.ts";
import { expectRejection } from "../expect-rejection.ts";
import { createScenario, type Scenario } from "../scenario.ts";
import type { Trial } from "../trial.ts";
import { readList } from "./read-list.ts";

/** ListOperations: pages and tokens (AIP-132, AIP-158). */
export const listScenarios: readonly Scenario[] = [
  createScenario({
    name: "list: of a parent without operations has none and ends",
    needs: ["list"],
    async run(trial) {
      const { operations } = await readList(trial, { name: await trial.createParent() });
      expectEqual("the list", operations, []);
    },
  }),
  createScenario({
    name: "list: shows the operations of its parent and no others",
    needs: ["list", "succeed"],
    async run(trial) {
      for (const { parent, names } of [await startSome(trial, 3), await startSome(trial, 1)]) {
        expectEqual("the list", (await readList(trial, { name: parent })).names, names);
      }
    },
  }),
  createScenario({
    name: "list: in pages of any size shows each operation once",
    needs: ["list", "succeed"],
    async run(trial) {
      const { parent, names } = await startSome(trial, 5);
      for (const pageSize of [1, 2, 3, 5, 6]) {
        const list = await readList(trial, { name: parent, pageSize });
        expectEqual(`the list by pages of ${pageSize}`, list.names, names);
        const tooLarge = list.sizes.filter((size) => size > pageSize);
        expectEqual(`pages of more than ${pageSize}`, tooLarge, []);
      }
    },
  }),
  createScenario({
    name: "list: takes page size 0 for its own choice and lowers one that is too large",
    needs: ["list", "succeed"],
    async run(trial) {
      const { parent, names } = await startSome(trial, 2);
      for (const pageSize of [0, 2_147_483_647]) {
        const list = await readList(trial, { name: parent, pageSize });
        expectEqual(`the list by pages of ${pageSize}`, list.names, names);
      }
    },
  }),
  createScenario({
    name: "list: lets the page size change between pages",
    needs: ["list", "succeed"],
    async run(trial) {
      const { parent, names } = await startSome(trial, 4);
      const first = await trial.list({ name: parent, pageSize: 1 });
      const pageToken = first.nextPageToken ?? "";
      const rest = await trial.list({ name: parent, pageSize: 4, pageToken });
      const shown = [...first.operations, ...rest.operations].map(({ name }) => name);
      expectEqual("both pages", shown.sort(), names);
    },
  }),
  createScenario({
    name: "list: while others come and go shows what stays once",
    needs: ["list", "delete", "succeed"],
    async run(trial) {
      const { parent, names } = await startSome(trial, 5);
      const gone: string[] = [];
      const seen = await readList(trial, { name: parent, pageSize: 2 }, async ([first]) => {
        // Pages counted by position shift when an operation that was shown goes.
        if (first === undefined || gone.includes(first.name)) return;
        gone.push(first.name);
        await trial.delete(first.name);
        await trial.start("succeed", parent);
      });
      const staying = names.filter((name) => !gone.includes(name));
      const shown = seen.names.filter((name) => staying.includes(name));
      expectEqual("what stays", shown, staying);
    },
  }),
  createScenario({
    name: "list: says as get does whether an operation is done",
    needs: ["list", "succeed", "gate"],
    async run(trial) {
      const parent = await trial.createParent();
      const { name: ended } = await trial.start("succeed", parent);
      const { name: running } = await trial.start("gate", parent);
      await trial.settle(ended);
      const { operations } = await readList(trial, { name: parent });
      const shown = operations.map(({ name, done }) => ({ name, done: done ?? false }));
      expectEqual(
        "the running one",
        shown.filter(({ name }) => name === running),
        [{ name: running, done: false }],
      );
      expectEqual(
        "the ended one",
        shown.filter(({ name }) => name === ended),
        [{ name: ended, done: true }],
      );
    },
  }),
  createScenario({
    name: "list: refuses a negative page size",
    needs: ["list"],
    async run(trial) {
      const request = { name: await trial.createParent(), pageSize: -1 };
      await expectRejection("list", trial.list(request), Code.INVALID_ARGUMENT);
    },
  }),
  createScenario({
    name: "list: refuses a token of another list and one that is none",
    needs: ["list", "succeed"],
    async run(trial) {
      const { parent } = await startSome(trial, 2);
      const { nextPageToken = "" } = await trial.list({ name: parent, pageSize: 1 });
      const other = { name: await trial.createParent(), pageSize: 1, pageToken: nextPageToken };
      await expectRejection("another list's", trial.list(other), Code.INVALID_ARGUMENT);
      const none = { name: parent, pageToken: "no token of anybody" };
      await expectRejection("no token", trial.list(none), Code.INVALID_ARGUMENT);
    },
  }),
  createScenario({
    name: "list: of the parent that listParent tells shows the operation",
    needs: ["list", "listParent", "succeed"],
    async run(trial) {
      const parent = await trial.createParent();
      const { name } = await trial.start("succeed", parent);
      const told = trial.operations.listParent?.(name);
      expectEqual("listParent", told, parent);
      expectEqual("the list", (await readList(trial, { name: told ?? "" })).names, [name]);
    },
  }),
];

async function startSome(trial: Trial, count: number) {
  const parent = await trial.createParent();
  const names: string[] = [];
  for (let n = 0; n < count; n += 1) names.push((await trial.start("succeed", parent)).name);
  return { parent, names: names.sort() };
}
