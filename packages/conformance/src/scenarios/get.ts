import { readOperation } from "@rx-lro/core";
import { expectEqual } from "../expect-equal.ts";
import { expectStandardMetadata, expectStandardResponse, readEnd } from "../read-end.ts";
import { createScenario, type Scenario } from "../scenario.ts";

const FIELDS = ["name", "metadata", "done", "error", "response"];

/** GetOperation: what it shows of one operation. */
export const getScenarios: readonly Scenario[] = [
  createScenario({
    name: "get: answers the operation that was started, by its name",
    needs: ["succeed"],
    async run(trial) {
      const started = await trial.start("succeed");
      expectEqual("the length of the name is above 0", started.name.length > 0, true);
      expectEqual("name", (await trial.get(started.name)).name, started.name);
    },
  }),
  createScenario({
    name: "get: tells one operation from another",
    needs: ["succeed", "fail"],
    async run(trial) {
      const [success, failure] = [await trial.start("succeed"), await trial.start("fail")];
      expectEqual("the names are equal", success.name === failure.name, false);
      const ends = [await trial.settle(failure.name), await trial.settle(success.name)];
      expectEqual(
        "how they ended",
        ends.map((operation) => readEnd(operation).type),
        ["failed", "succeeded"],
      );
    },
  }),
  createScenario({
    name: "get: shows no result while the operation runs",
    needs: ["gate"],
    async run(trial) {
      const { name } = await trial.start("gate");
      const operation = await trial.get(name);
      expectEqual("how it is read", readOperation(operation), { type: "running" });
      expectEqual(
        "its results",
        [operation.error ?? null, operation.response ?? null],
        [null, null],
      );
    },
  }),
  createScenario({
    name: "get: shows the end once the operation has ended",
    needs: ["gate"],
    async run(trial) {
      const { name } = await trial.start("gate");
      await trial.get(name);
      await trial.release(name);
      expectStandardResponse("the end", readEnd(await trial.settle(name)));
    },
  }),
  createScenario({
    name: "get: shows the same end each time",
    needs: ["succeed"],
    async run(trial) {
      const { name } = await trial.start("succeed");
      const end = await trial.settle(name);
      expectEqual("the end, a second time", await trial.get(name), end);
      expectEqual("the end, a third time", await trial.get(name), end);
    },
  }),
  createScenario({
    name: "get: shows the metadata",
    needs: ["reporting"],
    async run(trial) {
      const { name } = await trial.start("reporting");
      expectStandardMetadata("the metadata", (await trial.settle(name)).metadata);
    },
  }),
  createScenario({
    name: "get: answers with the fields of the protocol and no others",
    needs: ["succeed"],
    async run(trial) {
      const { name } = await trial.start("succeed");
      for (const operation of [await trial.get(name), await trial.settle(name)]) {
        const foreign = Object.keys(operation).filter((field) => !FIELDS.includes(field));
        expectEqual("foreign fields", foreign, []);
      }
    },
  }),
];
