import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";

/** An open page, and what is behind it. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** What went wrong in the page, according to its console. */
  readonly problems: readonly string[];
  /** The row of the operation with this description. */
  row(description: string): Locator;
}

/** Opens the page at a server. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  await page.goto(url);
  return {
    page,
    problems,
    row: (description) => page.getByRole("row", { name: description }),
    [Symbol.asyncDispose]: () => context.close(),
  };
}
