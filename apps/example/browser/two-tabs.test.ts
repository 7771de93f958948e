import { describe, expect } from "vitest";
import { it } from "./it.ts";

describe("two tabs of a browser", () => {
  it("leave connections for each other while both see operations being cancelled", async ({
    app,
    open,
  }) => {
    await app.start("Alps", "Sierra", "Ural", "Andes", "Tatra", "Atlas");
    const { page } = await open();
    const context = page.context();
    const other = await context.newPage();
    await other.goto(app.url);
    const tabs = [page, other];
    const held: string[] = [];
    context.on("request", (request) => {
      if (request.url().endsWith(":wait")) held.push(request.url());
    });
    for (const tab of tabs) await tab.getByText("6 running").waitFor();
    for (const [at, names] of [
      ["Alps", "Sierra", "Ural"],
      ["Andes", "Tatra", "Atlas"],
    ].entries()) {
      for (const name of names) {
        await tabs[at]?.getByRole("button", { name: `Cancel ${name}` }).click();
      }
    }
    for (const tab of tabs) await tab.getByText("6 cancelling").waitFor();
    await app.start("Pyrenees");
    for (const tab of tabs) await tab.getByText("1 running").waitFor();
    expect(held).toEqual([]);
  });
});
