import { Code, codeName, findDetail, type RpcError } from "@rx-lro/core";
import { expectEqual } from "../expect-equal.ts";
import { expectRejection } from "../expect-rejection.ts";
import { createScenario, type Scenario } from "../scenario.ts";

/** Calls that fail: an RpcError with what a google.rpc.Status says. */
export const errorScenarios: readonly Scenario[] = [
  createScenario({
    name: "errors: a refused call tells its code, message and details",
    needs: [],
    async run(trial) {
      const call = trial.get(trial.subject.unknownName);
      expectReadable(await expectRejection("get", call, Code.NOT_FOUND));
    },
  }),
  createScenario({
    name: "errors: a cancellation that can't be is told as any error",
    needs: ["cancel", "uncancellable"],
    async run(trial) {
      const { name } = await trial.start("uncancellable");
      expectReadable(await expectRejection("cancel", trial.cancel(name), Code.UNIMPLEMENTED));
    },
  }),
  createScenario({
    name: "errors: a bad field is named in the details",
    needs: ["list", "errorDetails"],
    async run(trial) {
      const request = { name: await trial.createParent(), pageToken: "no token of anybody" };
      const error = await expectRejection("list", trial.list(request), Code.INVALID_ARGUMENT);
      const { fieldViolations = [] } = findDetail(error, "google.rpc.BadRequest") ?? {};
      const fields = fieldViolations.map(({ field }) => field);
      expectEqual("the fields of google.rpc.BadRequest", fields, ["pageToken"]);
    },
  }),
];

function expectReadable(error: RpcError): void {
  const { code, rawMessage, details } = error;
  expectEqual("the message is empty", rawMessage === "", false);
  expectEqual("the message with its code", error.message, `[${codeName(code)}] ${rawMessage}`);
  expectEqual("details are a list", Array.isArray(details), true);
  expectEqual("as a Status", error, { code, message: rawMessage, details });
}
