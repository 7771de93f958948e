import type { Route } from "playwright-core";
import { describe, expect } from "vitest";
import { it } from "./it.ts";
import { openPage } from "./open-page.ts";
import { startApp } from "./start-app.ts";

describe("exports, with the real renderer", () => {
  it("are started, show their progress, and end with their image", async ({ browser }) => {
    await using app = await startApp();
    await using open = await openPage(browser, app.url);
    const { page, row, problems } = open;
    await page.getByText("There are no operations yet.").waitFor();

    await page.getByRole("button", { name: "New export" }).click();
    await page.getByLabel("Description").fill("Alps");
    await page.getByRole("button", { name: "Start" }).click();
    await row("Alps").getByRole("progressbar").waitFor();
    await row("Alps").getByText("Running").waitFor();
    await row("Alps").getByText("Succeeded").waitFor();

    const image = row("Alps").getByAltText("Result of Alps");
    await image.waitFor();
    const width = () => image.evaluate((img) => (img as HTMLImageElement).naturalWidth);
    await expect.poll(width).toBe(512);
    const link = await row("Alps").getByRole("link").getAttribute("href");
    const png = await page.request.get(`${app.url}${link}`);
    expect(png.headers()).toMatchObject({ "content-type": "image/png" });
    expect(problems).toEqual([]);
  });

  it("are cancelled, and say so; a map says that it can't be", async ({ browser }) => {
    await using app = await startApp();
    await using open = await openPage(browser, app.url);
    const { page, row } = open;
    for (const [description, kind] of [
      ["Andes", "Image"],
      ["Tatra", "Map"],
    ] as const) {
      await page.getByRole("button", { name: "New export" }).click();
      await page.getByLabel("Description").fill(description);
      await page.locator(".card", { hasText: kind }).click();
      await page.locator(".card", { hasText: "Medium" }).click();
      await page.getByRole("button", { name: "Start" }).click();
      await row(description).getByText("Running").waitFor();
    }
    await page.getByRole("button", { name: "Cancel Tatra" }).click();
    await row("Tatra").getByText("Cancellation: not supported, it runs on").waitFor();
    await row("Tatra").getByText("Running").waitFor();

    await page.getByRole("button", { name: "Cancel Andes" }).click();
    await row("Andes").getByText("Cancellation: cancelled, the service says so").waitFor();
    await row("Andes").getByText("Cancelled", { exact: true }).waitFor();
  });

  it("that can't be started say why, in the form", async ({ open }) => {
    const { page } = await open();
    await page.getByRole("button", { name: "New export" }).click();
    await page.getByLabel("Description").fill(" ");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByRole("alert").getByText("description: expected text").waitFor();
  });
});

/** Lets a request through, but not its answer. */
async function cutOff(route: Route): Promise<void> {
  await route.fetch();
  await route.abort();
}

describe("a connection that breaks", () => {
  it("before the answer to a start leaves one export, when it is started again", async ({
    app,
    open,
  }) => {
    const { page, row } = await open();
    await page.route("**/image:export", cutOff, { times: 1 });
    await page.getByRole("button", { name: "New export" }).click();
    await page.getByLabel("Description").fill("Alps");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByRole("alert").getByText("It couldn’t be started").waitFor();
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await row("Alps").getByText("Running").waitFor();
    const list = await page.request.get(`${app.url}/v1/projects/example/operations`);
    expect((await list.json()).operations).toHaveLength(1);
  });

  it("before the answer to a start leaves two, when what is started is changed meanwhile", async ({
    open,
  }) => {
    const { page, row } = await open();
    await page.route("**/image:export", cutOff, { times: 1 });
    await page.getByRole("button", { name: "New export" }).click();
    await page.getByLabel("Description").fill("Alps");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByRole("alert").getByText("It couldn’t be started").waitFor();
    await page.getByLabel("Description").fill("Sierra");
    await page.getByRole("button", { name: "Start" }).click();
    await row("Alps").getByText("Running").waitFor();
    await row("Sierra").getByText("Running").waitFor();
  });

  it("while an image is loaded doesn't leave it out", async ({ app, open }) => {
    await app.start("Alps");
    const { page, row } = await open();
    await page.route("**/exports/*.png", (route) => route.abort(), { times: 1 });
    await row("Alps").getByText("Running").waitFor();
    await app.exports.get("Alps").finish();
    const image = row("Alps").getByAltText("Result of Alps");
    const width = () => image.evaluate((img) => (img as HTMLImageElement).naturalWidth);
    await expect.poll(width, { timeout: 10_000 }).toBe(2);
  });
});
