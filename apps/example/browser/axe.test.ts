import { describe, expect } from "vitest";
import { axeViolations } from "./axe-violations.ts";
import { it } from "./it.ts";

describe("axe, in light and dark", () => {
  it("finds nothing in an empty table and the form", async ({ open }) => {
    const { page } = await open();
    await page.getByText("There are no operations yet.").waitFor();
    expect(await axeViolations(page)).toEqual([]);

    await page.getByRole("button", { name: "New export" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it("finds nothing in a full table and the details", async ({ app, open }) => {
    const { page, row } = await open();
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
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press("Escape");

    await row("Sierra").locator(".checkbox").click();
    await page.getByText("1 selected").waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it("finds nothing where contact is lost", async ({ open }) => {
    const { page } = await open();
    await page.getByText("There are no operations yet.").waitFor();
    await page.route("**/v1/**", (route) => route.fulfill({ status: 500, body: "" }));
    await page.getByText("The service can’t be seen just now.").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.unroute("**/v1/**");
    await page.route("**/v1/**", (route) => route.fulfill({ status: 403, body: "" }));
    await page.getByRole("alert").waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });
});
