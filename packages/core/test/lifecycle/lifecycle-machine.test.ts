import { describe, expect, it } from "vitest";
import { initialTransition, transition } from "xstate";
import { getShortestPaths } from "xstate/graph";
import { type LifecycleEvent, lifecycleMachine } from "../../src/index.ts";
import { Lifecycle } from "../../src/lifecycle/lifecycle.ts";

const EVENTS: readonly LifecycleEvent["type"][] = [
  "cancel",
  "accepted",
  "refused",
  "cancelling",
  "done",
  "lost",
  "resume",
];

/** Every state that events can reach, each with a way to it. */
const paths = getShortestPaths(lifecycleMachine, {
  events: EVENTS.map((type) => ({ type })),
});

describe("lifecycleMachine", () => {
  it("reaches every combination of both regions and no other state", () => {
    const reached = paths.map(({ state }) => JSON.stringify(state.value)).sort();
    const lifecycles = [
      "running",
      { cancelling: "requesting" },
      { cancelling: "requested" },
      "done",
    ];
    const expected = lifecycles.flatMap((lifecycle) =>
      ["held", "lost"].map((contact) => JSON.stringify({ lifecycle, contact })),
    );
    expect(reached).toEqual(expected.sort());
  });

  it("goes from state to state as the table of DESIGN says", () => {
    const table = Object.fromEntries(
      paths.map(({ state }) => {
        const from = Lifecycle.initial();
        const at = pathTo(state.value, from);
        const next = EVENTS.map((event) => [event, at.after(event).key] as const);
        return [at.key, Object.fromEntries(next.filter(([, key]) => key !== at.key))];
      }),
    );
    expect(table).toEqual({
      "running/held": {
        cancel: "cancelling.requesting/held",
        cancelling: "cancelling.requested/held",
        done: "done/held",
        lost: "running/lost",
      },
      "running/lost": {
        cancel: "cancelling.requesting/lost",
        cancelling: "cancelling.requested/lost",
        done: "done/lost",
        resume: "running/held",
      },
      "cancelling.requesting/held": {
        accepted: "cancelling.requested/held",
        refused: "running/held",
        done: "done/held",
        lost: "cancelling.requesting/lost",
      },
      "cancelling.requesting/lost": {
        accepted: "cancelling.requested/lost",
        refused: "running/lost",
        done: "done/lost",
        resume: "cancelling.requesting/held",
      },
      "cancelling.requested/held": {
        cancel: "cancelling.requesting/held",
        done: "done/held",
        lost: "cancelling.requested/lost",
      },
      "cancelling.requested/lost": {
        cancel: "cancelling.requesting/lost",
        done: "done/lost",
        resume: "cancelling.requested/held",
      },
      "done/held": { lost: "done/lost" },
      "done/lost": { resume: "done/held" },
    });
  });

  it("is matched by the table for every state and event", () => {
    for (const path of paths) {
      for (const type of EVENTS) {
        const [expected] = transition(lifecycleMachine, path.state, { type });
        const actual = pathTo(path.state.value, Lifecycle.initial()).after(type);
        expect(actual.key).toBe(keyOf(expected.value));
      }
    }
  });

  it("needs no context and no actions", () => {
    const [snapshot, actions] = initialTransition(lifecycleMachine, undefined);
    expect(actions).toEqual([]);
    for (const type of EVENTS) {
      expect(transition(lifecycleMachine, snapshot, { type })[1]).toEqual([]);
    }
  });
});

describe("Lifecycle", () => {
  it("gives the same object for the same state", () => {
    const initial = Lifecycle.initial();
    expect(initial.after("cancel").after("refused")).toBe(initial);
    expect(initial.after("done")).toBe(initial.after("cancel").after("accepted").after("done"));
  });
});

function pathTo(value: unknown, from: Lifecycle): Lifecycle {
  const path = paths.find(({ state }) => keyOf(state.value) === keyOf(value));
  if (path === undefined) throw new Error(`no path to ${keyOf(value)}`);
  return path.steps.reduce(
    (state, { event }) => (event.type.startsWith("xstate.") ? state : state.after(event.type)),
    from,
  );
}

function keyOf(value: unknown): string {
  const { lifecycle, contact } = value as { lifecycle: unknown; contact: string };
  const inner =
    typeof lifecycle === "string" ? lifecycle : Object.entries(lifecycle as object)[0]?.join(".");
  return `${inner}/${contact}`;
}
