import { Code, isRpcError, type Operations } from "@rx-lro/core";
import type { Fault } from "./fault.ts";

/** What wait can do wrong. */
export const waitFaults: readonly Fault[] = [
  waitFault(
    "wait doesn't wait",
    [
      "wait: answers when the operation ends, to all who wait",
      "wait: ends with its signal, and no other wait with it",
    ],
    (right) => (request, options) => {
      return right.getOperation(request, options);
    },
  ),
  waitFault(
    "wait answers never",
    ["wait: answers at once when the operation has ended"],
    () => () => new Promise(() => {}),
  ),
  waitFault(
    "wait answers at its time, not at the end",
    [
      "wait: answers when the operation ends, to all who wait",
      "names: wait by a name that no operation has is NOT_FOUND",
    ],
    (right) => (request, options) => {
      return request.timeoutMs === 0
        ? right.waitOperation(request, options)
        : new Promise(() => {});
    },
  ),
  waitFault(
    "wait takes no time",
    [
      "wait: answers the latest state when the time is over",
      "names: wait reaches an operation with + and = in its name",
    ],
    (right) =>
      ({ name }, options) => {
        return right.waitOperation({ name }, options);
      },
  ),
  waitFault(
    "wait takes a negative time for none",
    ["wait: refuses a negative time"],
    (right) => (request, options) => {
      const timeoutMs = Math.max(0, request.timeoutMs ?? 10_000);
      return right.waitOperation({ ...request, timeoutMs }, options);
    },
  ),
  waitFault(
    "wait answers at the deadline of its call",
    ["wait: held longer than its call may take is DEADLINE_EXCEEDED"],
    (right) => (request, options) => {
      return right.waitOperation(request, options).catch((error: unknown) => {
        if (!isRpcError(error) || error.code !== Code.DEADLINE_EXCEEDED) throw error;
        return right.getOperation({ name: request.name });
      });
    },
  ),
  waitFault(
    "wait leaves the result out",
    ["wait: answers at once when the operation has ended"],
    (right) => async (request, options) => {
      const { name, done } = await right.waitOperation(request, options);
      return { name, done: done === true };
    },
  ),
  {
    name: "wait ends for all when one is aborted",
    caughtBy: [
      "wait: ends with its signal, and no other wait with it",
      "signals: wait that was answered leaves no listener on its signal",
      "signals: wait with an aborted signal rejects with its reason and does nothing",
      "signals: wait with an aborted signal sends nothing",
    ],
    spoil(right) {
      const controller = new AbortController();
      return {
        waitOperation: (request, options = {}) => {
          const abort = () => controller.abort(options.signal?.reason);
          options.signal?.addEventListener("abort", abort, { once: true });
          return right.waitOperation(request, { ...options, signal: controller.signal });
        },
      };
    },
  },
];

function waitFault(
  name: string,
  caughtBy: readonly string[],
  waitOperation: (right: Operations) => Operations["waitOperation"],
): Fault {
  return { name, caughtBy, spoil: (right) => ({ waitOperation: waitOperation(right) }) };
}
