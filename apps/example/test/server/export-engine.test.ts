import { expect, it } from "vitest";
import { createExportEngine } from "../../src/server/export-engine.ts";

it("an export for which there is no processor yet says that it waits", async () => {
  const exportImage = () => new Promise<never>(() => {});
  const engine = await createExportEngine({ exportImage }, { concurrency: 1 });
  const input = { description: "Alps", seed: 1, width: 2, height: 1 };
  const started = [
    await engine.start("exportImage", input),
    await engine.start("exportMap", input),
  ];
  const operations = started.map(({ name }) => engine.getOperation({ name }));
  const states = (await Promise.all(operations)).map(({ metadata }) => metadata?.["state"]);
  expect(states).toEqual(["RUNNING", "PENDING"]);
});
