import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createEarthEngineCommand, type EarthEngineCommand } from "./earthengine-command.ts";
import { engineKinds } from "./export-engine.ts";
import { type ExportServer, PROJECT, startExportServer } from "./export-server.ts";
import { failure } from "./failure.ts";

const TIME = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;

describe.each(engineKinds)("earthengine task over the %s engine", (kind) => {
  let server: ExportServer;
  let earthengine: EarthEngineCommand;

  beforeAll(async () => {
    server = await startExportServer(kind);
    earthengine = createEarthEngineCommand(server.url, "my-project");
  });
  afterAll(async () => {
    earthengine[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  /** Starts an export; the command has none. */
  async function start(description: string, parent = PROJECT) {
    const metadata = { description, type: "EXPORT_IMAGE" };
    const { name } = await server.engine.start(
      "exportImage",
      { description },
      { parent, metadata },
    );
    const id = name.split("/").at(-1) ?? "";
    return { name, id, running: await server.exports.running(description) };
  }

  it("cancels an export and reports it cancelled", async () => {
    const { name, id, running } = await start("cancelled");
    expect(await earthengine.run("task", "cancel", id)).toEqual({
      code: 0,
      lines: [`Canceling task "${id}"`],
    });
    running.fail(running.signal.reason);
    await server.engine.waitOperation({ name });
    expect((await earthengine.run("task", "info", id)).lines).toEqual([
      `${id}:`,
      "  State: CANCELLED",
      "  Type: Export.image",
      "  Description: cancelled",
      expect.stringMatching(`^  Created: ${TIME}$`),
      expect.stringMatching(`^  Started: ${TIME}$`),
      expect.stringMatching(`^  Updated: ${TIME}$`),
      "  Error: the operation was cancelled",
      "  Priority: 100",
    ]);
  });

  it("waits for an export that runs until it has succeeded", async () => {
    const { name, id, running } = await start("succeeded");
    const ended = earthengine.run("task", "wait", "--timeout", "2", id);
    // Once before it waits, and once when it begins to.
    await vi.waitFor(() => {
      expect(server.requests.filter((request) => request.includes(name))).toHaveLength(2);
    }, 20_000);
    running.succeed({});
    expect(await ended).toEqual({
      code: 0,
      lines: [
        expect.stringMatching(`^Task ${id} ended at state: SUCCEEDED after \\d+\\.\\d+ seconds$`),
      ],
    });
  });

  it("reports an export that failed when it waits for it", async () => {
    const { name, id, running } = await start("failed");
    running.fail(failure);
    await server.engine.waitOperation({ name });
    expect(await earthengine.run("task", "wait", id)).toEqual({
      code: 1,
      lines: [
        expect.stringMatching(`^Task ${id} ended at state: FAILED after \\d+\\.\\d+ seconds$`),
        "Error: too many pixels",
      ],
    });
  });

  it("lists exports with their states and errors, and 1 200 others over three pages", async () => {
    const parent = "projects/listed";
    const runs = await start("runs", parent);
    const failed = await start("fails", parent);
    failed.running.fail(failure);
    await server.engine.waitOperation({ name: failed.name });
    const others = (await server.fill(parent)).map((name) => name.split("/").at(-1));
    const { code, lines } = await earthengine.run("--project", "listed", "task", "list");
    expect(code).toBe(0);
    const rows = lines.map((line) => line.split(/\s+/));
    expect(rows.map(([id]) => id)).toEqual([runs.id, failed.id, ...others]);
    expect(rows.slice(0, 3)).toEqual([
      [runs.id, "Export.image", "runs", "RUNNING", "---"],
      [failed.id, "Export.image", "fails", "FAILED", "too", "many", "pixels"],
      [others[0], "Export.image", "export", "0", "SUCCEEDED", "---"],
    ]);
    expect(server.pages()).toEqual(["500", "500+", "500+"]);
  });
});
