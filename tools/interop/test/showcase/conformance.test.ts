import { clientScenarios, lackingOf } from "@rx-lro/conformance";
import { describe, it } from "vitest";
import { clients } from "./clients.ts";
import { createShowcaseSubject, whyLacking } from "./showcase-subject.ts";

describe.each(clients)("the conformance suite over $client", ({ open }) => {
  for (const scenario of clientScenarios) {
    it(scenario.name, async ({ skip }) => {
      await using client = open();
      const subject = createShowcaseSubject(client);
      const why = lackingOf(scenario, subject).map((need) => `no ${need}, ${whyLacking[need]}`);
      skip(why.length > 0, `not applicable: ${why.join("; ")}`);
      await scenario.run(subject);
    });
  }
});
