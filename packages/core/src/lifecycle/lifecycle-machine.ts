import { type ActorLogic, createMachine, type MachineSnapshot } from "xstate";

/** What can happen to a watched operation. */
export type LifecycleEvent =
  /** Somebody here asks to cancel. */
  | { readonly type: "cancel" }
  /** The service accepted the request to cancel. */
  | { readonly type: "accepted" }
  /** The service refused it and the operation lives on. */
  | { readonly type: "refused" }
  /** The service says that it is being cancelled, whoever asked. */
  | { readonly type: "cancelling" }
  /** The service says that it has ended. */
  | { readonly type: "done" }
  /** Looking failed for good. */
  | { readonly type: "lost" }
  /** Somebody looks again. */
  | { readonly type: "resume" };

/** The state value: where the operation is, and whether it can be seen. */
export interface LifecycleValue {
  readonly lifecycle: "running" | { readonly cancelling: "requesting" | "requested" } | "done";
  readonly contact: "held" | "lost";
}

/** A short type for the machine: the inferred one is thirty lines long. */
export type LifecycleMachine = ActorLogic<
  // biome-ignore lint/suspicious/noExplicitAny: xstate's own way to leave out what a machine doesn't have
  MachineSnapshot<object, LifecycleEvent, any, any, never, undefined, any, any> & {
    readonly value: LifecycleValue;
  },
  LifecycleEvent,
  undefined
>;

/**
 * The life of a watched operation, as a pure xstate machine: two parallel regions, no context, no timers, no I/O.
 *
 * The watcher takes its transitions from it through a table (`Lifecycle`); draw it, walk it with
 * `xstate/graph`, or read it. A refused cancellation goes back to running; `lost` is about what this watcher
 * can see, not about the operation.
 */
export const lifecycleMachine: LifecycleMachine = createMachine({
  types: { events: {} as LifecycleEvent },
  id: "operation",
  type: "parallel",
  states: {
    lifecycle: {
      initial: "running",
      on: { done: ".done" },
      states: {
        running: {
          id: "running",
          on: { cancel: "cancelling.requesting", cancelling: "cancelling.requested" },
        },
        cancelling: {
          initial: "requesting",
          states: {
            requesting: { on: { accepted: "requested", refused: "#running" } },
            requested: { on: { cancel: "requesting" } },
          },
        },
        done: { type: "final" },
      },
    },
    contact: {
      initial: "held",
      states: {
        held: { on: { lost: "lost" } },
        lost: { on: { resume: "held" } },
      },
    },
  },
}) as unknown as LifecycleMachine;
