import type { Capability, Subject } from "./subject.ts";
import { Trial } from "./trial.ts";

/** Something that every implementation of `Operations` must do. */
export interface Scenario {
  /** Unique, a statement: `topic: what is true`. */
  readonly name: string;
  /** What it needs of a subject besides get. */
  readonly needs: readonly Capability[];
  /**
   * Tries it on a subject. Starts its own operations and leaves none running, so a subject may be shared.
   *
   * @throws ConformanceError when the subject does something else, NotApplicableError when it lacks what is needed.
   */
  run(subject: Subject): Promise<void>;
}

/** A scenario was run on a subject that says that it lacks what the scenario needs. */
export class NotApplicableError extends Error {
  override readonly name = "NotApplicableError";
  readonly lacking: readonly Capability[];

  constructor(scenario: string, lacking: readonly Capability[]) {
    super(`"${scenario}" is not applicable: the subject lacks ${lacking.join(", ")}`);
    this.lacking = lacking;
  }
}

/** What a scenario is made from. */
export interface ScenarioOptions {
  readonly name: string;
  readonly needs: readonly Capability[];
  run(trial: Trial): Promise<void>;
}

/** A scenario that runs `run` in a trial of its own. */
export function createScenario({ name, needs, run }: ScenarioOptions): Scenario {
  return {
    name,
    needs,
    async run(subject) {
      const lacking = lackingOf({ needs }, subject);
      if (lacking.length > 0) throw new NotApplicableError(name, lacking);
      const trial = new Trial(subject);
      try {
        await run(trial);
      } finally {
        await trial.tidy();
      }
    },
  };
}

/** What a scenario needs and a subject lacks; nothing when it is applicable. */
export function lackingOf(
  { needs }: Pick<Scenario, "needs">,
  { lacks = [] }: Pick<Subject, "lacks">,
): readonly Capability[] {
  return needs.filter((need) => lacks.includes(need));
}
