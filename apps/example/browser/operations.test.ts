import { describe, expect } from "vitest";
import { it } from "./it.ts";

describe("operations", () => {
  it("that are selected are cancelled together, and each tells what it led to", async ({
    app,
    open,
  }) => {
    await app.start("Alps", "Sierra", "Ural");
    const { page, row } = await open();
    await row("Alps").locator(".checkbox").click();
    await row("Ural").locator(".checkbox").click();
    await page.getByRole("button", { name: "Cancel 2" }).click();
    await row("Alps").getByText("Cancelling").waitFor();
    await row("Ural").getByText("Cancelling").waitFor();
    app.exports.get("Alps").stop();
    await app.exports.get("Ural").finish();

    await row("Alps").getByText("Cancellation: cancelled, the service says so").waitFor();
    await row("Ural").getByText("Cancellation: it completed all the same").waitFor();
    await row("Ural").getByText("Succeeded").waitFor();
    await row("Sierra").getByText("Running").waitFor();
    const news = page.getByRole("status").filter({ hasText: "Ural" });
    await news.getByText("Ural: cancellation: it completed all the same").waitFor();
  });

  it("that are being cancelled are so after a reload too", async ({ app, open }) => {
    await app.start("Alps");
    const { page, row } = await open();
    app.exports.get("Alps").report(0.25);
    await row("Alps").getByText("25 %").waitFor();
    await page.getByRole("button", { name: "Cancel Alps" }).click();
    await row("Alps").getByText("Cancelling").waitFor();

    await page.reload();
    await row("Alps").getByText("Cancelling").waitFor();
    expect(await page.getByRole("button", { name: "Cancel Alps" }).isDisabled()).toBe(true);
    app.exports.get("Alps").stop();
    await row("Alps").getByText("Cancelled", { exact: true }).waitFor();
  });

  it("that have ended are deleted, one or many", async ({ app, open }) => {
    await app.start("Alps", "Sierra", "Ural");
    const { page, row } = await open();
    await app.exports.get("Alps").finish();
    app.exports.get("Sierra").fail("out of snow");
    await row("Sierra").getByText("out of snow").waitFor();
    await page.getByRole("button", { name: "Delete Alps" }).click();
    await row("Alps").waitFor({ state: "detached" });
    await page.getByRole("columnheader").locator(".checkbox").click();
    await page.getByRole("button", { name: "Delete 1" }).click();
    await row("Sierra").waitFor({ state: "detached" });
    await row("Ural").getByText("Running").waitFor();

    const left = await page.request.get(`${app.url}/v1/projects/example/operations`);
    const { operations } = await left.json();
    expect(operations.map(({ metadata }: never) => metadata["description"])).toEqual(["Ural"]);
  });

  it("are opened by a click anywhere beside the controls, also on a note that is cut", async ({
    app,
    open,
  }) => {
    await app.start("Alps");
    const { page, row } = await open();
    await row("Alps").getByText("Running").waitFor();
    app.exports.get("Alps").fail("out of snow ".repeat(20));
    await row("Alps").getByText("out of snow").click({ force: true });
    await page.getByRole("dialog", { name: "Alps" }).getByText("Why").waitFor();
  });

  it("show all that is known of them when they are opened", async ({ app, open }) => {
    await app.start("Alps");
    const { page, row } = await open();
    await app.exports.get("Alps").finish();
    await row("Alps").getByText("Succeeded").waitFor();
    await row("Alps").getByRole("button", { name: "Alps", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Alps" });
    await dialog.getByText(/^projects\/example\/operations\//).waitFor();
    await dialog.getByAltText("Result of Alps").waitFor();
    await dialog.getByText("As the service sent it").click();
    await dialog.getByText("google.earthengine.v1.OperationMetadata").waitFor();
  });

  it("stay where they are read when others come above them", async ({ app, open }) => {
    await app.start(...Array.from({ length: 20 }, (_, at) => `Tile ${at}`));
    const { page } = await open();
    await page.getByText("20 running").waitFor();
    const button = page.getByRole("button", { name: "Cancel Tile 10" });
    await page.locator(".operations").evaluate((element) => element.scrollTo(0, 500));
    await button.focus();
    const before = await button.boundingBox();

    await app.start(...Array.from({ length: 30 }, (_, at) => `Later ${at}`));
    await page.getByText("50 running").waitFor();
    expect(await button.boundingBox()).toEqual(before);
    await button.and(page.locator(":focus")).waitFor();

    await page.locator(".operations").evaluate((element) => element.scrollTo(0, 0));
    await page.getByRole("button", { name: "Cancel Later 29" }).waitFor();
    await app.start("Latest");
    await page.getByRole("button", { name: "Cancel Latest" }).waitFor();
  });

  it("that are cancelled together are looked at together", async ({ app, open }) => {
    await app.start(...Array.from({ length: 50 }, (_, at) => `Tile ${at}`));
    const { page } = await open();
    const alone: string[] = [];
    page.on("request", (request) => {
      if (/GET .*operations\/./.test(`${request.method()} ${request.url()}`))
        alone.push(request.url());
    });
    await page.getByText("50 running").waitFor();
    await page.getByRole("columnheader").locator(".checkbox").click();
    await page.getByRole("button", { name: "Cancel 50" }).click();
    await page.getByText("50 cancelling").waitFor();
    for (let look = 0; look < 3; look += 1) await page.waitForResponse(/operations\?/);
    // One may be due before the others.
    expect(alone.length).toBeLessThan(10);
  });

  it("have titles that run as their script does", async ({ app, open }) => {
    await app.start("جبال الأطلس (2048 × 1024)", "Alps <b>(high)</b>");
    const { page } = await open();
    const direction = (text: string) =>
      page.getByText(text).evaluate((element) => getComputedStyle(element).direction);
    expect(await direction("الأطلس")).toBe("rtl");
    expect(await direction("Alps <b>(high)</b>")).toBe("ltr");
  });

  it("that end while Cancel is pressed aren't deleted, nor when it is pressed again", async ({
    app,
    open,
  }) => {
    await app.start("Alps");
    const { page, row } = await open();
    await page.getByRole("button", { name: "Cancel Alps" }).hover();
    await page.mouse.down();
    await app.exports.get("Alps").finish();
    await page.getByRole("button", { name: "Delete Alps", disabled: false }).waitFor();
    await page.mouse.up();
    await page.mouse.down();
    await page.mouse.up();
    await app.start("Sierra");
    await row("Sierra").getByText("Running").waitFor();
    await row("Alps").getByText("Succeeded").waitFor();
  });
});
