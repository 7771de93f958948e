import { Code } from "@rx-lro/core";
import { expectEqual } from "../expect-equal.ts";
import {
  expectBareSuccess,
  expectStandardFailure,
  expectStandardResponse,
  expectType,
  readEnd,
} from "../read-end.ts";
import { createScenario, type Scenario } from "../scenario.ts";

/** How operations end, as get shows it. */
export const outcomeScenarios: readonly Scenario[] = [
  createScenario({
    name: "outcomes: a success has its response",
    needs: ["succeed"],
    async run(trial) {
      const { name } = await trial.start("succeed");
      expectStandardResponse("the outcome", readEnd(await trial.settle(name)));
    },
  }),
  createScenario({
    name: "outcomes: a success may have an empty response or none",
    needs: ["succeedBare"],
    async run(trial) {
      const { name } = await trial.start("succeedBare");
      expectBareSuccess("the outcome", readEnd(await trial.settle(name)));
    },
  }),
  createScenario({
    name: "outcomes: a failure keeps its code, message and details",
    needs: ["fail"],
    async run(trial) {
      const { name } = await trial.start("fail");
      expectStandardFailure("the outcome", readEnd(await trial.settle(name)));
    },
  }),
  createScenario({
    name: "outcomes: code 1 is a cancellation, whoever asked for it",
    needs: ["endCancelled"],
    async run(trial) {
      const { name } = await trial.start("endCancelled");
      const outcome = readEnd(await trial.settle(name));
      const { status } = expectType("the outcome", outcome, "cancelled");
      expectEqual("the code", status.code, Code.CANCELLED);
    },
  }),
];
