import { Code } from "@rx-lro/core";
import { expectEqual } from "../expect-equal.ts";
import { expectRejection } from "../expect-rejection.ts";
import { createScenario, type Scenario } from "../scenario.ts";
import { listCall, operationCalls } from "./calls.ts";

/** Names that could lead a request elsewhere, or be misread on the way. */
const MALFORMED = [
  "operations/..",
  "operations/../../x",
  "projects/./operations/x",
  "/operations/x",
  "https://example.com/operations/x",
  "operations/x?fields=name",
  "operations/x#y",
  "operations/x\u0000",
  "operations/x\r\ny",
  "operations/x\u0085",
  "operations/x\ud800",
];

/** Names: unknown, malformed, and with characters that must be encoded. */
export const nameScenarios: readonly Scenario[] = [
  ...operationCalls.map(({ method, needs, call }) =>
    createScenario({
      name: `names: ${method} by a name that no operation has is NOT_FOUND`,
      needs,
      async run(trial) {
        const answer = call(trial.operations, trial.subject.unknownName);
        const error = await expectRejection(method, trial.within(method, answer), Code.NOT_FOUND);
        // Unrouted would mean that the service doesn't have the method at all.
        expectEqual("unrouted", error.unrouted, false);
      },
    }),
  ),
  ...[...operationCalls, listCall].map(({ method, needs, call }) =>
    createScenario({
      name: `names: ${method} refuses what can't be a name`,
      needs,
      async run(trial) {
        // The empty parent is the root of a service.
        for (const name of method === "list" ? MALFORMED : [...MALFORMED, ""]) {
          const what = `${method} ${JSON.stringify(name)}`;
          const answer = trial.within(what, call(trial.operations, name));
          await expectRejection(what, answer, Code.INVALID_ARGUMENT);
        }
      },
    }),
  ),
  ...operationCalls.map(({ method, needs, call }) =>
    createScenario({
      name: `names: ${method} reaches an operation with + and = in its name`,
      needs: [...needs, "oddlyNamed"],
      async run(trial) {
        const { name } = await trial.start("oddlyNamed");
        expectEqual("the name is odd", name.includes("+") && name.includes("="), true);
        expectEqual("name", (await trial.get(name)).name, name);
        if (method === "wait") {
          expectEqual("name", (await trial.wait({ name, timeoutMs: 0 })).name, name);
        } else if (method !== "get") {
          await trial.within(method, call(trial.operations, name));
        }
      },
    }),
  ),
];
