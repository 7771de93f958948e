import { initialTransition, transition } from "xstate";
import { type LifecycleEvent, type LifecycleValue, lifecycleMachine } from "./lifecycle-machine.ts";

type Snapshot = ReturnType<typeof lifecycleMachine.transition>;

/**
 * One state of the lifecycle machine, shared by all operations that are in it.
 *
 * The machine is asked once for each (state, event); afterwards a transition is a lookup in a table of
 * interned states. So an operation costs one reference instead of a live actor.
 */
export class Lifecycle {
  /** Both regions in one string, such as `cancelling.requested/held`. */
  readonly key: string;
  readonly phase: "running" | "requesting" | "requested" | "done";
  readonly #snapshot: Snapshot;
  readonly #states: Map<string, Lifecycle>;
  readonly #next = new Map<LifecycleEvent["type"], Lifecycle>();

  private constructor(key: string, snapshot: Snapshot, states: Map<string, Lifecycle>) {
    const { lifecycle } = snapshot.value;
    this.key = key;
    this.phase = typeof lifecycle === "object" ? lifecycle.cancelling : lifecycle;
    this.#snapshot = snapshot;
    this.#states = states;
  }

  /** The initial state, with an empty table of its own. */
  static initial(): Lifecycle {
    const [snapshot] = initialTransition(lifecycleMachine, undefined);
    return Lifecycle.#intern(snapshot, new Map());
  }

  /** The state after an event; itself when the event means nothing here. */
  after(type: LifecycleEvent["type"]): Lifecycle {
    const known = this.#next.get(type);
    if (known !== undefined) return known;
    const [snapshot] = transition(lifecycleMachine, this.#snapshot, { type });
    const next = Lifecycle.#intern(snapshot, this.#states);
    this.#next.set(type, next);
    return next;
  }

  static #intern(snapshot: Snapshot, states: Map<string, Lifecycle>): Lifecycle {
    const key = keyOf(snapshot.value);
    const state = states.get(key) ?? new Lifecycle(key, snapshot, states);
    states.set(key, state);
    return state;
  }
}

function keyOf({ lifecycle, contact }: LifecycleValue): string {
  return typeof lifecycle === "object"
    ? `cancelling.${lifecycle.cancelling}/${contact}`
    : `${lifecycle}/${contact}`;
}
