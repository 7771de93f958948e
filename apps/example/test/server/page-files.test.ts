import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPageFiles } from "../../src/server/page-files.ts";

async function setUp() {
  const root = await mkdtemp(join(tmpdir(), "page-"));
  await mkdir(join(root, "assets"));
  await writeFile(join(root, "index.html"), "<title>page</title>");
  await writeFile(join(root, "assets/a.js"), "1;");
  const files = await readPageFiles(root);
  return {
    ask: (path: string) => files(new Request(`http://localhost${path}`)),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
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
