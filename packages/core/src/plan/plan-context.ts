import type { Calls, Counters } from "../looks/counters.ts";
import type { LookContext, LookPlanner } from "../looks/look-context.ts";
import type { Trial } from "../polling/trial.ts";
import type { Operations } from "../protocol/operations.ts";
import type { PlannedOperation } from "./planned-operation.ts";

/** What is needed to plan looks, and to make those that many operations share. */
export interface PlanContext extends LookContext {
  readonly operations: Operations;
  /** The methods of `operations`, counted: all requests go through these. */
  readonly calls: Calls;
  readonly counters: Counters;
  readonly planner: LookPlanner & { add(operation: PlannedOperation): void };
  /** Whether the service can leave out of an answer what nobody asked for. */
  readonly masks: Trial;
  /** The operation of this name, if it is held: observed, or remembered. */
  inUse(name: string): PlannedOperation | undefined;
}
