import { describe, expect } from "vitest";
import { axeViolations } from "./axe-violations.ts";
import { it } from "./it.ts";
import { openPage } from "./open-page.ts";
import { startScriptedApp } from "./start-app.ts";

describe("the keyboard alone", () => {
  it("starts an export and cancels it", async ({ browser }) => {
    await using app = await startScriptedApp();
    await using open = await openPage(browser, app.url);
    const { page, row } = open;
    await page.getByText("There are no operations yet.").waitFor();
    const { keyboard } = page;
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await keyboard.press("ControlOrMeta+A");
    await keyboard.type("Alps");
    await keyboard.press("Tab");
    await keyboard.press("Tab");
    await keyboard.press("ArrowRight");
    await keyboard.press("Enter");
    await row("Alps").getByText("Running").waitFor();
    await page.getByRole("dialog").waitFor({ state: "detached" });

    await keyboard.press("Tab");
    await keyboard.press("Space");
    await page.getByText("1 selected").waitFor();
    await keyboard.press("Shift+Tab");
    await keyboard.press("Enter");
    await row("Alps").getByText("Cancelling").waitFor();
    app.exports.get("Alps").stop();
    await page.getByRole("status").getByText("Alps: cancellation: cancelled").waitFor();
  });

  it("keeps its place when a button has done its work, or goes", async ({ browser }) => {
    await using app = await startScriptedApp();
    await app.start("Alps", "Sierra");
    await using open = await openPage(browser, app.url);
    const { page, row } = open;
    const { keyboard } = page;
    const focused = (selector: string) => page.locator(selector).and(page.locator(":focus"));
    await page.getByRole("button", { name: "Cancel Alps" }).focus();
    await keyboard.press("Enter");
    await row("Alps").getByText("Cancelling").waitFor();
    app.exports.get("Alps").stop();
    await row("Alps").getByText("Cancelled", { exact: true }).waitFor();
    await focused("[aria-label='Cancel Alps']").waitFor();

    await keyboard.press("Tab");
    await focused("[aria-label='Delete Alps']").waitFor();
    await keyboard.press("Enter");
    await row("Alps").waitFor({ state: "detached" });
    await focused("main").waitFor();
  });
});

describe("a phone", () => {
  it("shows all without scrolling sideways, and cancels", async ({ browser }) => {
    await using app = await startScriptedApp();
    await app.start("A terrain whose name is far too long for a phone");
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    await using open = await openPage(browser, app.url, phone);
    const { page, row } = open;
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

  it("selects by a touch beside the checkbox, and leaves the rows where they are", async ({
    browser,
  }) => {
    await using app = await startScriptedApp();
    await app.start("Alps");
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    await using open = await openPage(browser, app.url, phone);
    const { page, row } = open;
    const before = await row("Alps").boundingBox();
    await row("Alps")
      .locator(".selects")
      .tap({ position: { x: 4, y: 4 } });
    await page.getByText("1 selected").waitFor();
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await row("Alps").boundingBox()).toEqual(before);
  });
});
