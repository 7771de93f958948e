import type { ActorLogic, AnyActorRef, Snapshot } from "xstate";
import { isSettled } from "../lifecycle/cancellation-outcome.ts";
import { deadlineErrorOf, operationErrorOf } from "../lifecycle/operation-error.ts";
import type { OperationState } from "../lifecycle/operation-state.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import type { Any } from "../protocol/any.ts";
import type { Watch, WatchOptions } from "../watch/watch.ts";
import type { Watcher } from "../watcher/create-watcher.ts";

/** What the actor shows: xstate's snapshot with the latest state. Its output is the outcome. */
export type OperationSnapshot<R = Any, M = Any> = Snapshot<Outcome<R>> & {
  readonly input: { readonly name: string };
  readonly state: OperationState<R, M> | undefined;
  /** Somebody sent `cancel`. Persisted until it is known what came of that: a restored actor asks again. */
  readonly cancelAsked: boolean;
};

/** Actor logic that watches one operation. */
export type OperationLogic<R = Any, M = Any> = ActorLogic<
  OperationSnapshot<R, M>,
  { type: "cancel" },
  { name: string }
>;

/** The events of the logic, with those that it sends to itself. */
type InnerEvent<R, M> =
  | { type: "cancel" | "xstate.stop" | "rx-lro.deadline" }
  | { type: "rx-lro.state"; state: OperationState<R, M> };

/**
 * A watched operation as actor logic, to invoke or spawn in a state machine.
 *
 * Send it `cancel`; read `getSnapshot().state`. Its status becomes `done` with the `Outcome` as output, or `error`
 * with an `OperationError` when contact is lost or the deadline in `options` passes. It persists as JSON, so what
 * decoders give should be JSON too. It shares the watcher's looks.
 *
 * @example
 * ```ts
 * import { createWatcher, type Operations, operationLogic } from "@rx-lro/core";
 * import { createActor } from "xstate";
 * function start(operations: Operations, name: string) {
 *   return createActor(operationLogic(createWatcher(operations)), { input: { name } }).start();
 * }
 * ```
 */
export function operationLogic<R = Any, M = Any>(
  watcher: Watcher,
  options: WatchOptions<R, M> = {},
): OperationLogic<R, M> {
  const running = new WeakMap<AnyActorRef, { watch: Watch<R, M>; stop(): void }>();
  return {
    transition(snapshot, event, { self, defer }) {
      if (snapshot.status !== "active") return snapshot;
      const next = transition(snapshot, event as InnerEvent<R, M>);
      if (event.type === "cancel") defer(() => running.get(self)?.watch.cancel());
      if (next.status !== "active") running.get(self)?.stop();
      return next;
    },

    getInitialSnapshot: (_scope, input) => ({
      status: "active",
      output: undefined,
      error: undefined,
      input,
      state: undefined,
      cancelAsked: false,
    }),

    start(snapshot, { self }) {
      if (snapshot.status !== "active") return;
      const send = (event: InnerEvent<R, M>) => self.send(event as { type: "cancel" });
      const watch = watcher.watch<R, M>(snapshot.input.name, options);
      if (snapshot.cancelAsked) watch.cancel();
      const subscription = watch.states.subscribe({
        next: (state) => send({ type: "rx-lro.state", state }),
        complete: () => send({ type: "rx-lro.deadline" }),
      });
      running.set(self, { watch, stop: () => subscription.unsubscribe() });
    },

    getPersistedSnapshot(snapshot) {
      const cancelAsked = snapshot.cancelAsked && !isSettled(snapshot.state?.cancellation);
      return JSON.parse(JSON.stringify({ ...snapshot, cancelAsked }));
    },
    restoreSnapshot: (persisted) => persisted as OperationSnapshot<R, M>,
  };
}

function transition<R, M>(
  snapshot: OperationSnapshot<R, M>,
  event: InnerEvent<R, M>,
): OperationSnapshot<R, M> {
  const { input, state, cancelAsked } = snapshot;
  const known = { input, state, cancelAsked };
  switch (event.type) {
    case "cancel":
      return { ...snapshot, cancelAsked: true };
    case "xstate.stop":
      return { ...known, status: "stopped", output: undefined, error: undefined };
    case "rx-lro.deadline": {
      const error = deadlineErrorOf(input.name, state);
      return { ...known, status: "error", output: undefined, error };
    }
    case "rx-lro.state":
      return told({ ...known, state: event.state }, event.state);
    default:
      return snapshot;
  }
}

function told<R, M>(
  known: Pick<OperationSnapshot<R, M>, "input" | "state" | "cancelAsked">,
  state: OperationState<R, M>,
): OperationSnapshot<R, M> {
  if (state.type === "done") {
    return { ...known, status: "done", output: state.outcome, error: undefined };
  }
  if (state.type === "lost") {
    return { ...known, status: "error", output: undefined, error: operationErrorOf(state) };
  }
  return { ...known, status: "active", output: undefined, error: undefined };
}
