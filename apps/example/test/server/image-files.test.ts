import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createImageFiles } from "../../src/server/image-files.ts";

async function setUp() {
  const root = await mkdtemp(join(tmpdir(), "images-"));
  await writeFile(join(root, "alps-1.png"), "png");
  await writeFile(join(root, "secret.txt"), "secret");
  const images = createImageFiles(root);
  return {
    ask: (path: string) => images(new Request(`http://localhost${path}`)),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
}

describe("createImageFiles()", () => {
  it("serves an image", async () => {
    await using set = await setUp();
    const response = await set.ask("/exports/alps-1.png");
    expect([response.status, await response.text()]).toEqual([200, "png"]);
    expect(response.headers.get("content-type")).toBe("image/png");
  });

  it.each([
    "/exports/other.png",
    "/exports/secret.txt",
    "/exports/",
    "/exports/%2e%2e/alps-1.png",
    "/exports/..%2falps-1.png",
    "/exports/..\\alps-1.png",
    "/exports/./../../alps-1.png",
  ])("serves nothing for %s", async (path) => {
    await using set = await setUp();
    const response = await set.ask(path);
    expect(response.status).toBe(404);
  });
});
