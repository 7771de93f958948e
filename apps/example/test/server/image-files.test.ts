import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createImageFiles } from "../../src/server/image-files.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";

async function setUp() {
  const folder = await createTemporaryFolder();
  await writeFile(join(folder.path, "alps-1.png"), "png");
  await writeFile(join(folder.path, "secret.txt"), "secret");
  const images = createImageFiles(folder.path);
  return {
    ask: (path: string) => images(new Request(`http://localhost${path}`)),
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
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
