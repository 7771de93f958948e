import { join } from "node:path";
import { serve } from "@rx-lro/server/node";
import { expect, it } from "vitest";
import { startExportServer } from "../../src/server/export-server.ts";
import { problemInWords } from "../../src/setting-error.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";

it("a server whose port is taken lets go of its database", async () => {
  await using folder = await createTemporaryFolder();
  await using other = await serve(async () => new Response());
  const renderer = { exportImage: async () => expect.unreachable() };
  const options = { file: join(folder.path, "operations.db") };
  const port = Number(new URL(other.url).port);
  await expect(startExportServer(renderer, { ...options, port })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  await using server = await startExportServer(renderer, options);
  expect(server.url).not.toBe(other.url);
});

it("a second server on the same file says in one line what to do", async () => {
  await using folder = await createTemporaryFolder();
  const renderer = { exportImage: async () => expect.unreachable() };
  const options = { file: join(folder.path, "operations.db") };
  await using _first = await startExportServer(renderer, options);
  const refusal = await startExportServer(renderer, options).catch((error) => error);
  expect(problemInWords(refusal)).toBe("the app runs already: end it first");
});
