// Draws docs/lifecycle.md from lifecycleMachine; with --check it says whether the drawing is up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LifecycleEvent, lifecycleMachine } from "@rx-lro/core";
import { initialTransition, transition } from "xstate";

const file = join(import.meta.dirname, "../../../docs/lifecycle.md");
const events: readonly LifecycleEvent["type"][] = [
  "cancel",
  "accepted",
  "refused",
  "cancelling",
  "done",
  "lost",
  "resume",
];

type Snapshot = ReturnType<typeof lifecycleMachine.transition>;

/** The states of both regions, such as `running` and `held`. */
function regionsOf({ value }: Snapshot): readonly [string, string] {
  const { lifecycle, contact } = value;
  return [typeof lifecycle === "string" ? lifecycle : lifecycle.cancelling, contact];
}

/** Walks every state that events can reach; a region's transition doesn't depend on the other region. */
function arrows(): Set<string>[] {
  const [first] = initialTransition(lifecycleMachine, undefined);
  const drawn = [new Set<string>(), new Set<string>()];
  const seen = new Set<string>();
  const waiting: Snapshot[] = [first];
  for (let from = waiting.pop(); from !== undefined; from = waiting.pop()) {
    const key = regionsOf(from).join();
    if (seen.has(key)) continue;
    seen.add(key);
    for (const type of events) {
      const [to] = transition(lifecycleMachine, from, { type });
      for (const [region, name] of regionsOf(from).entries()) {
        const next = regionsOf(to)[region];
        if (next !== undefined && next !== name) drawn[region]?.add(`${name} --> ${next}: ${type}`);
      }
      waiting.push(to);
    }
  }
  return drawn;
}

const [lifecycle, contact] = arrows().map((lines) => [...lines].toSorted().join("\n    "));
const [firstOfLifecycle, firstOfContact] = regionsOf(
  initialTransition(lifecycleMachine, undefined)[0],
);
const drawing = `# The lifecycle of a watched operation

Drawn from \`lifecycleMachine\` by \`pnpm --filter @rx-lro/docs draw\`. The two regions are independent: where the operation is,
and whether this watcher can see it.

\`\`\`mermaid
stateDiagram-v2
  state lifecycle {
    [*] --> ${firstOfLifecycle}
    ${lifecycle}
    done --> [*]
  }
  state contact {
    [*] --> ${firstOfContact}
    ${contact}
  }
\`\`\`

\`requesting\` and \`requested\` are the two rooms of \`cancelling\`.
`;

if (!process.argv.includes("--check")) {
  writeFileSync(file, drawing);
} else if (readFileSync(file, "utf8") !== drawing) {
  process.stderr.write(
    "docs/lifecycle.md is not today's machine: pnpm --filter @rx-lro/docs draw\n",
  );
  process.exitCode = 1;
}
