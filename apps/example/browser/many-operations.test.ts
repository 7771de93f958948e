import { describe, expect } from "vitest";
import { createManyOperations } from "../tools/many-operations.ts";
import { countObjects, readMemory } from "../tools/read-memory.ts";
import { serveManyOperations } from "../tools/serve-many-operations.ts";
import { it } from "./it.ts";
import { openPage } from "./open-page.ts";
import { pageFiles } from "./start-app.ts";

const COUNT = 2000;

describe("2 000 operations, of which 100 change each second", () => {
  it("leave nothing behind: neither nodes, nor listeners, nor states that are over", async ({
    browser,
  }) => {
    using many = createManyOperations({ count: COUNT, changesPerSecond: 100 });
    await using server = await serveManyOperations(many, await pageFiles());
    await using open = await openPage(browser, server.url);
    const { page, row, problems } = open;
    const scrollTo = async (at: number) => {
      await page.locator(".operations").evaluate((element, share) => {
        element.scrollTop = share * element.scrollHeight;
      }, at);
    };
    await page.getByText(`${COUNT} running`).waitFor();
    await row("Tile 1999").waitFor();
    const states = () => countObjects(page, "name", "operation", "seenAt");
    // The tracked operations, and what the page has read of them.
    expect(await states()).toBeGreaterThanOrEqual(2 * COUNT);
    const before = await readMemory(page);

    const { changes, looks } = many;
    for (let round = 0; round < 5; round += 1) {
      await scrollTo(1);
      await row("Tile 0").waitFor();
      await scrollTo(0);
      await row("Tile 1999").waitFor();
    }
    await expect.poll(() => many.looks - looks, { timeout: 60_000 }).toBeGreaterThan(15);

    expect(await page.getByRole("row").count()).toBeLessThan(40);
    const after = await readMemory(page);
    // Of past states only those of the latest few looks may be held, since the page compares to draw.
    expect(await states()).toBeLessThan(2 * COUNT + (many.changes - changes) / 2);
    expect(after.nodes).toBeLessThan(before.nodes + 200);
    // A look under way holds some.
    const listeners = async () => (await readMemory(page)).listeners;
    await expect.poll(listeners, { timeout: 30_000 }).toBeLessThan(before.listeners + 20);
    expect(problems).toEqual([]);
  });
});
