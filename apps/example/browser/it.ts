import type { Browser, BrowserContextOptions } from "playwright-core";
import { test } from "vitest";
import { openBrowser } from "./open-browser.ts";
import { type OpenPage, openPage } from "./open-page.ts";
import { type ScriptedApp, startScriptedApp } from "./start-app.ts";

interface Fixtures {
  /** All tests of a file share it. */
  readonly browser: Browser;
  readonly app: ScriptedApp;
  /** Opens the page of `app`. */
  readonly open: (options?: BrowserContextOptions) => Promise<OpenPage>;
}

/** Tests in a browser; what they start and open is closed at their end. */
export const it = test.extend<Fixtures>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads what a fixture needs from its pattern
    async ({}, use) => {
      await using browser = await openBrowser();
      await use(browser);
    },
    { scope: "file" },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above
  app: async ({}, use) => {
    await using app = await startScriptedApp();
    await use(app);
  },
  open: async ({ app, browser }, use) => {
    await using stack = new AsyncDisposableStack();
    await use(async (options) => stack.use(await openPage(browser, app.url, options)));
  },
});
