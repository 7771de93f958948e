import type { CallOptions, Operations, OperationsMethod } from "@rx-lro/core";
import type { Capability } from "../subject.ts";

/** A method as a call with one name, which for list is the parent's. */
export interface NamedCall {
  readonly method: OperationsMethod;
  /** What it needs of a subject besides get. */
  readonly needs: readonly Capability[];
  call(operations: Operations, name: string, options?: CallOptions): Promise<unknown>;
}

/** List, whose name is a parent's. */
export const listCall: NamedCall = {
  method: "list",
  needs: ["list"],
  call: (operations, name, options) => operations.listOperations({ name }, options),
};

/** The methods that take an operation's name. */
export const operationCalls: readonly NamedCall[] = [
  {
    method: "get",
    needs: [],
    call: (operations, name, options) => operations.getOperation({ name }, options),
  },
  {
    method: "cancel",
    needs: ["cancel"],
    call: (operations, name, options) => operations.cancelOperation({ name }, options),
  },
  {
    method: "delete",
    needs: ["delete"],
    call: (operations, name, options) => operations.deleteOperation({ name }, options),
  },
  {
    method: "wait",
    needs: ["wait"],
    call: (operations, name, options) =>
      operations.waitOperation({ name, timeoutMs: 10_000 }, options),
  },
];
