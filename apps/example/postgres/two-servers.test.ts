import type { Operation } from "@rx-lro/core";
import { createHttpOperations, earthEngine } from "@rx-lro/transport-http";
import { describe, expect, it } from "vitest";
import { startPostgres } from "../../../packages/server/test/support/postgres-cluster.ts";
import { startExport } from "../src/client/start-export.ts";
import { startExportServer } from "../src/server/export-server.ts";
import { createTerrainRenderer } from "../src/terrain/terrain-renderer.ts";
import { createTemporaryFolder } from "../test/temporary-folder.ts";

async function setUp() {
  const stack = new AsyncDisposableStack();
  const { path: directory } = stack.use(await createTemporaryFolder());
  const { url: databaseUrl } = stack.use(await startPostgres());
  const renderer = stack.use(createTerrainRenderer({ directory }));
  const start = async () => stack.use(await startExportServer(renderer, { databaseUrl }));
  const [first, second] = [await start(), await start()];
  return { first, second, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe("two servers on one PostgreSQL", () => {
  it("share exports: one cancels what the other started, and ends what it leaves", async () => {
    await using set = await setUp();
    const { first, second } = set;
    const parent = "projects/example";
    const atSecond = createHttpOperations(earthEngine({ version: "v1", baseUrl: second.url }));
    const grid = { dimensions: { width: 512, height: 384 } };
    const names: string[] = [];
    for (const [seed, description] of ["Alps", "Jura", "Vosges", "Harz", "Eifel"].entries()) {
      const { name } = await startExport(first.url, "image", { description, seed, grid });
      names.push(name);
    }
    const { operations } = await atSecond.listOperations({ name: parent });
    expect(operations.map(({ name }) => name)).toEqual(names);

    await atSecond.cancelOperation({ name: names.at(-1) ?? "" });
    await first.close();
    const ended = await Promise.all(
      names.map(async (name): Promise<Operation> => {
        for (;;) {
          const operation = await atSecond.waitOperation({ name, timeoutMs: 5_000 });
          if (operation.done) return operation;
        }
      }),
    );
    expect(ended.map(({ metadata }) => metadata?.["state"])).toEqual([
      ...["SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED"],
      "CANCELLED",
    ]);
  });
});
