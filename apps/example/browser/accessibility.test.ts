import type { Locator } from "playwright-core";
import { describe, expect } from "vitest";
import { axeViolations } from "./axe-violations.ts";
import { it } from "./it.ts";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

describe("colours of the user's own", () => {
  it("tell what is chosen, and what can't be pressed", async ({ app, open }) => {
    await app.start("Alps");
    const { page } = await open({ forcedColors: "active" });
    const colour = (locator: Locator) =>
      locator.evaluate((element) => getComputedStyle(element).borderTopColor);
    const button = (name: string) => page.getByRole("button", { name });
    expect(await colour(button("Delete Alps"))).not.toBe(await colour(button("Cancel Alps")));

    await button("New export").click();
    const card = (text: string) => page.locator(".card", { hasText: text });
    expect(await colour(card("Image"))).not.toBe(await colour(card("Map")));
  });

  it("tell how far an operation is", async ({ app, open }) => {
    await app.start("Alps");
    const { row } = await open({ forcedColors: "active" });
    await row("Alps").getByText("Running").waitFor();
    app.exports.get("Alps").report(0.5);
    await row("Alps").getByText("50 %").waitFor();
    const bar = row("Alps").getByRole("progressbar");
    const half = await bar.screenshot();
    app.exports.get("Alps").report(0.75);
    await row("Alps").getByText("75 %").waitFor();
    expect((await bar.screenshot()).equals(half)).toBe(false);
  });
});

describe("a page at 400 %", () => {
  it("has room for a row, also beside a notice", async ({ app, open }) => {
    await app.start("Alps");
    const { page, row } = await open({ viewport: { width: 320, height: 256 } });
    await page.getByRole("button", { name: "Cancel Alps" }).click();
    await row("Alps").getByText("Cancelling").waitFor();
    await page.route("**/v1/**", (route) => route.fulfill({ status: 500, body: "" }));
    await page.getByText("The service can’t be seen just now.").waitFor();
    const heightOf = async (locator: Locator) => (await locator.boundingBox())?.height ?? 0;
    const room =
      (await heightOf(page.locator(".operations"))) - (await heightOf(page.locator("thead")));
    expect(room).toBeGreaterThan(await heightOf(row("Alps")));
  });
});

describe("a window of any width", () => {
  it.for([320, 720, 961])(
    "of %i px has room for a title, and for whole words in the form",
    async (width, { app, open }) => {
      await app.start("Dolomites");
      const { page } = await open({ viewport: { width, height: 800 } });
      const isCut = (locator: Locator) =>
        locator.evaluate((element) => element.scrollWidth > element.clientWidth);
      const title = page.getByRole("button", { name: "Dolomites", exact: true });
      await title.waitFor();
      expect(await isCut(title)).toBe(false);
      const header = page.locator("thead");
      expect((await header.boundingBox())?.height).toBeLessThan(45);

      await page.getByRole("button", { name: "New export" }).click();
      // Two lines.
      const card = page.locator(".card", { hasText: "Medium" });
      expect((await card.boundingBox())?.height).toBeLessThan(70);
    },
  );
});

describe("a phone", () => {
  it("shows all without scrolling sideways, and cancels", async ({ app, open }) => {
    await app.start("A terrain whose name is far too long for a phone");
    const { page, row } = await open(phone);
    await row("A terrain").getByText("Running").waitFor();
    const widths = await page.evaluate(() =>
      [document.documentElement, document.querySelector(".operations")].map((element) => [
        element?.scrollWidth,
        element?.clientWidth,
      ]),
    );
    for (const [scroll, client] of widths) expect(scroll).toBe(client);
    await page.getByRole("button", { name: "Cancel A terrain" }).tap();
    await row("A terrain").getByText("Cancelling").waitFor();
    app.exports.get("A terrain whose name is far too long for a phone").stop();
    await row("A terrain").getByText("Cancelled", { exact: true }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it("breaks words that are longer than it is wide", async ({ app, open }) => {
    const long = "Kjerringvågsundnesfjellryggen".repeat(5);
    await app.start(long);
    const { page } = await open(phone);
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    await page.getByText("1 running").waitFor();
    app.exports.get(long).fail("n".repeat(200));
    const news = page.getByRole("status").getByText(`${long}: failed`);
    await news.waitFor();
    expect(await width()).toBe(360);
    // Three lines.
    expect((await news.boundingBox())?.height).toBeLessThan(65);
    await page.getByRole("button", { name: long, exact: true }).tap();
    await page.getByRole("dialog").waitFor();
    expect(await page.getByRole("dialog").evaluate((it) => it.scrollTop)).toBe(0);
    expect(await page.getByRole("dialog").evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(
      0,
    );
    await page.getByRole("button", { name: "Close" }).tap();

    await page.route("**/v1/**", (route) => route.fulfill({ status: 500, body: "n".repeat(200) }));
    await page.getByText("The service can’t be seen just now.").waitFor();
    expect(await width()).toBe(360);
  });

  it("selects by a touch beside the checkbox, and leaves the rows where they are", async ({
    app,
    open,
  }) => {
    await app.start("Alps");
    const { page, row } = await open(phone);
    const before = await row("Alps").boundingBox();
    await row("Alps")
      .locator(".selects")
      .tap({ position: { x: 4, y: 4 } });
    await page.getByText("1 selected").waitFor();
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await row("Alps").boundingBox()).toEqual(before);
  });
});
