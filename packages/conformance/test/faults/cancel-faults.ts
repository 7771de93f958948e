import { Code, isRpcError, RpcError } from "@rx-lro/core";
import type { Fault } from "./fault.ts";

/** What cancel can do wrong. */
export const cancelFaults: readonly Fault[] = [
  {
    name: "cancel lies: it accepts and does nothing",
    caughtBy: [
      "cancel: ends an operation that honours it, with code 1",
      "cancel: lets an operation complete that doesn't honour it",
      "watch: learns that a cancellation took effect",
    ],
    spoil: (right) => ({
      // Names are still checked.
      cancelOperation: async (request, options) =>
        void (await right.getOperation(request, options)),
    }),
  },
  {
    name: "cancel answers something",
    caughtBy: [
      "cancel: ends a queued operation, which never begins",
      "cancel: ends an operation that honours it, with code 1",
      "cancel: lets an operation complete that doesn't honour it",
      "cancel: shows the failure of an operation that breaks meanwhile",
    ],
    spoil: (right) => ({
      cancelOperation: async (request, options) => {
        await right.cancelOperation(request, options);
        return {} as unknown as undefined;
      },
    }),
  },
  {
    name: "cancel makes up the end",
    caughtBy: [
      "cancel: lets an operation complete that doesn't honour it",
      "watch: learns that an operation completed all the same",
      "watch: learns that an operation failed while it was being cancelled",
    ],
    spoil(right) {
      const cancelled = new Set<string>();
      const error = { code: Code.CANCELLED, message: "cancelled" };
      return {
        cancelOperation: async (request, options) => {
          await right.cancelOperation(request, options);
          cancelled.add(request.name);
        },
        getOperation: async (request, options) => {
          const operation = await right.getOperation(request, options);
          const { name } = operation;
          return cancelled.has(name) ? { name, done: true, error } : operation;
        },
      };
    },
  },
  {
    name: "cancel accepts what can't be cancelled",
    caughtBy: [
      "cancel: is UNIMPLEMENTED where it can't be done, and the operation runs on",
      "errors: a cancellation that can't be is told as any error",
      "watch: learns that an operation can't be cancelled, and goes on",
    ],
    spoil: (right) => ({
      cancelOperation: (request, options) =>
        right.cancelOperation(request, options).catch((error: unknown) => {
          if (!isRpcError(error) || error.code !== Code.UNIMPLEMENTED) throw error;
        }),
    }),
  },
  {
    name: "cancel is not there",
    caughtBy: [
      "names: cancel by a name that no operation has is NOT_FOUND",
      "signals: cancel that is aborted on its way ends with the reason, or its answer",
    ],
    spoil: () => ({
      cancelOperation: async () => {
        throw new RpcError(Code.UNIMPLEMENTED, "no cancel");
      },
    }),
  },
  {
    name: "cancel refuses with an error of its own what was cancelled before",
    caughtBy: [
      "cancel: asked twice, one after the other and at once, is one cancellation",
      "signals: cancel with an aborted signal rejects with its reason and does nothing",
    ],
    spoil(right) {
      const cancelled = new Set<string>();
      return {
        cancelOperation: async (request, options) => {
          if (cancelled.has(request.name)) throw new Error("twice");
          cancelled.add(request.name);
          await right.cancelOperation(request, options);
        },
      };
    },
  },
  {
    name: "cancel cancels all that was ever got",
    caughtBy: ["cancel: leaves other operations alone"],
    spoil(right) {
      const names = new Set<string>();
      return {
        getOperation: (request, options) => {
          names.add(request.name);
          return right.getOperation(request, options);
        },
        cancelOperation: async (request, options) => {
          await right.cancelOperation(request, options);
          for (const name of names) await right.cancelOperation({ name }).catch(() => undefined);
        },
      };
    },
  },
];
