import { describe, expect, it } from "vitest";
import { lackingOf, NotApplicableError, scenarios } from "../src/index.ts";
import { implementations } from "./subjects/implementations.ts";

describe.each(implementations)("$name", ({ lacks, open }) => {
  const applicable = scenarios.filter((scenario) => lackingOf(scenario, { lacks }).length === 0);

  for (const scenario of applicable) {
    it(scenario.name, async () => {
      await using opened = await open();
      await scenario.run(opened.subject);
    });
  }

  for (const scenario of scenarios.filter((one) => !applicable.includes(one))) {
    it(`is told that it can't be tried: ${scenario.name}`, async () => {
      await using opened = await open();
      await expect(scenario.run(opened.subject)).rejects.toBeInstanceOf(NotApplicableError);
    });
  }

  it("passes them one after the other on one shared subject", async () => {
    await using opened = await open();
    for (const scenario of applicable) await scenario.run(opened.subject);
  });
});
