import { Code, RpcError } from "@rx-lro/core";
import type { MethodContext } from "@rx-lro/server";
import { standardFailure, standardMetadata, standardResponse } from "../../src/index.ts";

/** The kinds of work as an engine's methods, and what a subject over it needs beside them. */
export function createStandardWork() {
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const cancelled = new Set<string>();
  const gateOf = (name: string) => {
    const gate = gates.get(name) ?? Promise.withResolvers<void>();
    gates.set(name, gate);
    return gate;
  };

  const methods = {
    succeed: async () => standardResponse,
    succeedBare: async () => undefined,
    async reporting(_input: object, { report }: MethodContext) {
      report(standardMetadata);
      return standardResponse;
    },
    async fail() {
      throw new RpcError(standardFailure.code, standardFailure.message, {
        details: standardFailure.details,
      });
    },
    async endCancelled() {
      throw new RpcError(Code.CANCELLED, "nobody asked for it");
    },
    untilCancelled: (_input: object, context: MethodContext) => untilAborted(context),
    stubborn: (_input: object, context: MethodContext) =>
      untilAborted(context).catch(() => standardResponse),
    breaking: (_input: object, context: MethodContext) =>
      untilAborted(context).catch(() => {
        throw new RpcError(Code.DATA_LOSS, "broke while being cancelled");
      }),
    uncancellable: {
      run: async (_input: object, { name }: MethodContext) => {
        await gateOf(name).promise;
        return standardResponse;
      },
      cancellable: false,
    },
    async gate(_input: object, context: MethodContext) {
      const aborted = untilAborted(context).catch((reason: unknown) => {
        cancelled.add(context.name);
        throw reason;
      });
      await Promise.race([gateOf(context.name).promise, aborted]);
      return standardResponse;
    },
  };
  return {
    methods,
    release: (name: string) => gateOf(name).resolve(),
    isCancelled: (name: string) => cancelled.has(name),
  };
}

function untilAborted({ signal }: MethodContext): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}
