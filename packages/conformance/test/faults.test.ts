import { describe, expect, it } from "vitest";
import { type Scenario, type Subject, scenarios } from "../src/index.ts";
import { callFaults } from "./faults/call-faults.ts";
import { cancelFaults } from "./faults/cancel-faults.ts";
import { deleteFaults } from "./faults/delete-faults.ts";
import { getFaults } from "./faults/get-faults.ts";
import { listFaults } from "./faults/list-faults.ts";
import { waitFaults } from "./faults/wait-faults.ts";
import { openOverHttp } from "./subjects/implementations.ts";

const faults = [
  ...getFaults,
  ...cancelFaults,
  ...deleteFaults,
  ...listFaults,
  ...waitFaults,
  ...callFaults,
];

describe("a faulty implementation", () => {
  it.each(faults)("is caught: $name", async ({ caughtBy, spoil }) => {
    const verdicts = await Promise.all(
      scenarios
        .filter(({ name }) => caughtBy.includes(name))
        .map(async (scenario) => {
          await using right = await openOverHttp();
          const { operations } = right.subject;
          const wrong = { ...operations, ...spoil(operations) };
          const subject = { ...right.subject, operations: wrong, patienceMs: 300 };
          return [scenario.name, await verdictOf(scenario, subject)];
        }),
    );
    expect(Object.fromEntries(verdicts)).toEqual(
      Object.fromEntries(caughtBy.map((name) => [name, "fails"])),
    );
  });

  it("is there for every scenario", () => {
    const caught = new Set(faults.flatMap(({ caughtBy }) => caughtBy));
    expect(scenarios.filter(({ name }) => !caught.has(name))).toEqual([]);
  });
});

/** Whether a scenario passes or fails; a mistake in a scenario or in a fault is neither. */
async function verdictOf(scenario: Scenario, subject: Subject): Promise<"passes" | "fails"> {
  try {
    await scenario.run(subject);
    return "passes";
  } catch (thrown) {
    if (thrown instanceof TypeError) throw thrown;
    return "fails";
  }
}
