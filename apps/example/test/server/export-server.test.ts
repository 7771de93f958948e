import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@rx-lro/server/node";
import { expect, it } from "vitest";
import { startExportServer } from "../../src/server/export-server.ts";
import { problemInWords } from "../../src/setting-error.ts";

it("a server whose port is taken lets go of its database", async () => {
  const directory = await mkdtemp(join(tmpdir(), "server-"));
  await using _folder = { [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
  await using other = await serve(async () => new Response());
  const renderer = { exportImage: async () => expect.unreachable() };
  const options = { file: join(directory, "operations.db") };
  const port = Number(new URL(other.url).port);
  await expect(startExportServer(renderer, { ...options, port })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  await using server = await startExportServer(renderer, options);
  expect(server.url).not.toBe(other.url);
});

it("a second server on the same file says in one line what to do", async () => {
  const directory = await mkdtemp(join(tmpdir(), "server-"));
  await using _folder = { [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
  const renderer = { exportImage: async () => expect.unreachable() };
  const options = { file: join(directory, "operations.db") };
  await using _first = await startExportServer(renderer, options);
  const refusal = await startExportServer(renderer, options).catch((error) => error);
  expect(problemInWords(refusal)).toBe("the app runs already: end it first");
});
