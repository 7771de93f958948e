import type { Operations } from "@rx-lro/core";
import type { Engine } from "@rx-lro/server";
import type { Subject } from "../../src/index.ts";
import type { createStandardWork } from "./standard-work.ts";

/** How many operations the engines of these tests run at a time. */
export const CONCURRENCY = 4;

type StandardWork = ReturnType<typeof createStandardWork>;

/** A subject whose work an engine does; `operations` are the engine's own, or a way to them. */
export function engineSubject(
  engine: Engine<StandardWork["methods"]>,
  { release, isCancelled }: StandardWork,
  operations: Operations = engine,
): Subject {
  let parents = 0;
  return {
    operations,
    start: (kind, parent = "projects/p") =>
      kind === "oddlyNamed"
        ? engine.start("untilCancelled", {}, { parent: "projects/a+b=c/locations/d e:%ü%2F" })
        : engine.start(kind, {}, { parent }),
    unknownName: "projects/p/operations/none",
    createParent: () => {
      parents += 1;
      return `projects/parent-${parents}`;
    },
    release,
    isCancelled,
    concurrency: CONCURRENCY,
  };
}
