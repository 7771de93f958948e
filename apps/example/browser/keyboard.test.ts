import type { Operation } from "@rx-lro/core";
import { describe, expect } from "vitest";
import { it } from "./it.ts";

describe("the keyboard alone", () => {
  it("starts an export and cancels it", async ({ app, open }) => {
    const { page, row } = await open();
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

  it("keeps its place when a button has done its work, or goes", async ({ app, open }) => {
    await app.start("Alps", "Sierra");
    const { page, row } = await open();
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
    await focused(".operations").waitFor();
  });

  it("is led by the focus to nothing that the head of the table hides", async ({ app, open }) => {
    await app.start(...Array.from({ length: 30 }, (_, at) => `Tile ${at}`));
    const { page } = await open();
    await page.getByText("30 running").waitFor();
    await page.locator(".operations").evaluate((element) => element.scrollTo(0, 800));
    await page.getByRole("button", { name: "Cancel Tile 15" }).focus();
    for (let press = 0; press < 20; press += 1) {
      await page.keyboard.press("Shift+Tab");
      const [focus, head] = await page.evaluate(() => [
        document.activeElement?.getBoundingClientRect().top ?? 0,
        document.querySelector("th")?.getBoundingClientRect().bottom ?? 0,
      ]);
      expect(focus).toBeGreaterThan(head ?? 0);
    }
  });

  it("scrolls on when the row that has the focus is out of sight", async ({ app, open }) => {
    await app.start(...Array.from({ length: 30 }, (_, at) => `Tile ${at}`));
    const { page } = await open();
    const first = page.getByRole("button", { name: "Cancel Tile 29" });
    await first.focus();
    await page.keyboard.press("End");
    await page.getByRole("button", { name: "Cancel Tile 0" }).waitFor();
    await first.waitFor({ state: "detached" });
    await page.keyboard.press("Home");
    await first.waitFor();
  });

  it("keeps its place when an operation is deleted elsewhere", async ({ app, open }) => {
    await app.start("Alps", "Sierra");
    const { page, row } = await open();
    const forget = async (description: string) => {
      await app.exports.get(description).finish();
      await row(description).getByText("Succeeded").waitFor();
      const operations = `${app.url}/v1/projects/example/operations`;
      const list = await (await page.request.get(operations)).json();
      const isIt = ({ metadata }: Operation) => metadata?.["description"] === description;
      await page.request.delete(`${app.url}/v1/${list.operations.find(isIt).name}`);
      await row(description).waitFor({ state: "detached" });
    };
    const table = page.getByRole("region", { name: "Operations" }).and(page.locator(":focus"));
    await row("Alps").getByRole("checkbox").focus();
    await forget("Alps");
    await table.waitFor();

    await row("Sierra").getByRole("button", { name: "Sierra", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Sierra" });
    await forget("Sierra");
    await dialog.getByText("Succeeded", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await table.waitFor();
  });
});
