import type { Browser } from "playwright-core";
import { test } from "vitest";
import { openBrowser } from "./open-browser.ts";

/** Tests in a browser, which all tests of a file share. */
export const it = test.extend<{ browser: Browser }>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads what a fixture needs from its pattern
    async ({}, use) => {
      await using browser = await openBrowser();
      await use(browser);
    },
    { scope: "file" },
  ],
});
