import { shown } from "../lifecycle/read-operation.ts";
import { isObject } from "../protocol/any.ts";
import type { Operation } from "../protocol/operation.ts";
import { operationNameProblem } from "../protocol/operation-name.ts";

/** What can be watched: a name, an operation, or a promise of either, such as the call that starts it. */
export type WatchTarget = string | Operation | PromiseLike<string | Operation>;

/** A known target: its name, empty if it was born done without one, and the operation if that was given. */
export interface NamedTarget {
  readonly name: string;
  readonly operation: Operation | undefined;
}

/** Whether the name comes later. */
export function isPromised(target: unknown): target is PromiseLike<unknown> {
  return isObject(target) && typeof target["then"] === "function";
}

/** Reads what was passed or promised; returns what is wrong with it if it can't be watched. */
export function readTarget(target: unknown): NamedTarget | string {
  if (typeof target === "string") {
    return operationNameProblem(target) ?? { name: target, operation: undefined };
  }
  if (!isObject(target)) {
    return `expected a name, an operation or a promise of either, got ${shown(target)}`;
  }
  const operation = target as object as Operation;
  const name = operation.name ?? "";
  if (name === "" && operation.done === true) return { name, operation };
  if (name === "") return "the operation has no name: did its start fail?";
  return operationNameProblem(name) ?? { name, operation };
}
