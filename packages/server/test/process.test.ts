import { expect, it } from "vitest";
import { temporaryFile } from "./support/engines.ts";
import { runElsewhere } from "./support/run-elsewhere.ts";

it.each([
  ["createMemoryEngine", "@rx-lro/server"],
  ["createSqliteEngine", "@rx-lro/server/sqlite"],
])(
  "a process with %s ends by itself when its operations have, though the engine isn't closed",
  (create, from) => {
    const ended = runElsewhere(`
      import { ${create} } from "${from}";
      const engine = await ${create}({
        file: ${JSON.stringify(temporaryFile())},
        methods: { work: () => 1, stuck: () => new Promise(() => {}) },
      });
      await engine.start("stuck");
      const { name } = await engine.start("work");
      process.stdout.write(String((await engine.waitOperation({ name })).done));`);
    expect(ended).toEqual({ status: 0, stdout: "true" });
  },
  20_000,
);
