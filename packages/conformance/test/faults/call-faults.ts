import { Code, isRpcError, RpcError } from "@rx-lro/core";
import { anyFault, type Fault } from "./fault.ts";

/** What any call can do wrong: names, errors and signals. */
export const callFaults: readonly Fault[] = [
  anyFault(
    "a call that fails never answers",
    ["watch: loses an operation that is deleted"],
    (right) => (request, options) => {
      return right(request, options).catch(() => new Promise(() => {}));
    },
  ),
  anyFault(
    "an unknown name is told as a route that isn't there",
    [
      "names: cancel by a name that no operation has is NOT_FOUND",
      "names: delete by a name that no operation has is NOT_FOUND",
      "names: get by a name that no operation has is NOT_FOUND",
      "names: wait by a name that no operation has is NOT_FOUND",
    ],
    (right) => (request, options) => {
      return right(request, options).catch((error: unknown) => {
        if (!isRpcError(error)) throw error;
        throw new RpcError(error.code, error.rawMessage, { unrouted: true });
      });
    },
  ),
  anyFault(
    "names aren't checked",
    [
      "names: cancel refuses what can't be a name",
      "names: delete refuses what can't be a name",
      "names: get refuses what can't be a name",
      "names: list refuses what can't be a name",
      "names: wait refuses what can't be a name",
    ],
    (right) => (request, options) => {
      return right(request, options).catch((error: unknown) => {
        if (!isRpcError(error) || error.code !== Code.INVALID_ARGUMENT) throw error;
        throw new RpcError(Code.NOT_FOUND, error.rawMessage);
      });
    },
  ),
  anyFault(
    "a + in a name becomes a space",
    [
      "names: cancel reaches an operation with + and = in its name",
      "names: delete reaches an operation with + and = in its name",
      "names: get reaches an operation with + and = in its name",
    ],
    (right) => (request, options) => {
      const { name } = request as { name: string };
      return right({ ...request, name: name.replaceAll("+", " ") }, options);
    },
  ),
  anyFault(
    "errors are plain ones",
    [
      "names: get by a name that no operation has is NOT_FOUND",
      "watch: loses a name that no operation has",
    ],
    (right) => (request, options) => {
      return right(request, options).catch((error: RpcError) => {
        throw new Error(error.message);
      });
    },
  ),
  anyFault(
    "errors have no details",
    ["errors: a bad field is named in the details"],
    (right) => (request, options) => {
      return right(request, options).catch((error: unknown) => {
        throw isRpcError(error) ? new RpcError(error.code, error.rawMessage) : error;
      });
    },
  ),
  anyFault(
    "errors have no message",
    ["errors: a refused call tells its code, message and details"],
    (right) => (request, options) => {
      return right(request, options).catch((error: unknown) => {
        throw isRpcError(error) ? new RpcError(error.code, "") : error;
      });
    },
  ),
  anyFault(
    "signals are ignored",
    [
      "signals: get with an aborted signal rejects with its reason and does nothing",
      "signals: list with an aborted signal rejects with its reason and does nothing",
    ],
    (right) => (request) => right(request),
  ),
  anyFault(
    "an abort is told as CANCELLED",
    [
      "signals: delete that is aborted on its way ends with the reason, or its answer",
      "signals: get that is aborted on its way ends with the reason, or its answer",
      "signals: list that is aborted on its way ends with the reason, or its answer",
    ],
    (right) => (request, options) => {
      return right(request, options).catch((error: unknown) => {
        throw isRpcError(error) ? error : new RpcError(Code.CANCELLED, "aborted", { cause: error });
      });
    },
  ),
  anyFault(
    "the signal is looked at after sending",
    [
      "signals: cancel with an aborted signal sends nothing",
      "signals: delete with an aborted signal rejects with its reason and does nothing",
      "signals: delete with an aborted signal sends nothing",
      "signals: get with an aborted signal sends nothing",
      "signals: list with an aborted signal sends nothing",
      "signals: wait that is aborted on its way ends with the reason, or its answer",
    ],
    (right) => async (request, options) => {
      const { signal, ...others } = (options ?? {}) as { signal?: AbortSignal };
      const answer = right(request, others as typeof options);
      answer.catch(() => undefined);
      signal?.throwIfAborted();
      return answer;
    },
  ),
  anyFault(
    "listeners stay on signals",
    [
      "signals: cancel that was answered leaves no listener on its signal",
      "signals: delete that was answered leaves no listener on its signal",
      "signals: get that was answered leaves no listener on its signal",
      "signals: list that was answered leaves no listener on its signal",
    ],
    (right) => (request, options) => {
      const { signal } = (options ?? {}) as { signal?: AbortSignal };
      signal?.addEventListener("abort", () => undefined);
      return right(request, options);
    },
  ),
];
