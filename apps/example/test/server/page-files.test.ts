import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPageFiles } from "../../src/server/page-files.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";

async function setUp() {
  const folder = await createTemporaryFolder();
  await mkdir(join(folder.path, "assets"));
  await writeFile(join(folder.path, "index.html"), "<title>page</title>");
  await writeFile(join(folder.path, "assets/a.js"), "1;");
  const files = await readPageFiles(folder.path);
  return {
    ask: (path: string) => files(new Request(`http://localhost${path}`)),
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
}

describe("readPageFiles()", () => {
  it("serves each file as what it is, again and again", async () => {
    await using set = await setUp();
    const page = await set.ask("/");
    expect([page.headers.get("content-type"), await page.text()]).toEqual([
      "text/html; charset=utf-8",
      "<title>page</title>",
    ]);
    expect(await (await set.ask("/")).text()).toBe("<title>page</title>");
    const script = await set.ask("/assets/a.js");
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(script.headers.get("cache-control")).toBe("max-age=31536000, immutable");
  });

  it("has nothing that wasn't there when it was read", async () => {
    await using set = await setUp();
    expect((await set.ask("/../package.json")).status).toBe(404);
    expect((await set.ask("/assets/%2e%2e/index.html")).status).toBe(404);
    expect((await set.ask("/assets/")).status).toBe(404);
  });
});
