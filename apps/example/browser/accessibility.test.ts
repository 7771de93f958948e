import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { it } from "./it.ts";
import { openPage } from "./open-page.ts";
import { startScriptedApp } from "./start-app.ts";

async function violations(page: Page) {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations: found } = await new AxeBuilder({ page })
    .setLegacyMode()
    .withTags(tags)
    .analyze();
  return found.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }));
}

describe.each(["light", "dark"] as const)("axe, %s", (colorScheme) => {
  it("finds nothing in an empty table and the form", async ({ browser }) => {
    await using app = await startScriptedApp();
    await using open = await openPage(browser, app.url, { colorScheme });
    const { page } = open;
    await page.getByText("There are no operations yet.").waitFor();
    expect(await violations(page)).toEqual([]);

    await page.getByRole("button", { name: "New export" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it("finds nothing in a full table and the details", async ({ browser }) => {
    await using app = await startScriptedApp();
    await using open = await openPage(browser, app.url, { colorScheme });
    const { page, row } = open;
    await app.start("Alps", "Sierra", "Ural", "Andes", "Tatra");
    await row("Tatra").waitFor();
    app.exports.get("Alps").report(0.5);
    await app.exports.get("Sierra").finish();
    app.exports.get("Ural").fail("out of snow");
    await page.getByRole("button", { name: "Cancel Andes" }).click();
    await page.getByRole("button", { name: "Cancel Tatra" }).click();
    await row("Andes").getByText("Cancelling").waitFor();
    await row("Tatra").getByText("Cancelling").waitFor();
    app.exports.get("Tatra").stop();
    await row("Tatra").getByText("Cancelled", { exact: true }).waitFor();
    await row("Sierra").getByRole("button", { name: "Sierra", exact: true }).click();
    await page.getByRole("dialog", { name: "Sierra" }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");

    await row("Sierra").locator(".checkbox").click();
    await page.getByText("1 selected").waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it("finds nothing where contact is lost", async ({ browser }) => {
    await using app = await startScriptedApp();
    await using open = await openPage(browser, app.url, { colorScheme });
    const { page } = open;
    await page.getByText("There are no operations yet.").waitFor();
    await page.route("**/v1/**", (route) => route.fulfill({ status: 500, body: "" }));
    await page.getByText("The service can’t be seen just now.").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.unroute("**/v1/**");
    await page.route("**/v1/**", (route) => route.fulfill({ status: 403, body: "" }));
    await page.getByRole("alert").waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

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
    expect(await violations(page)).toEqual([]);
  });
});
