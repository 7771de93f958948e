import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds in a page as it is now; in dark colours only what depends on colours. */
export async function axeViolations(page: Page) {
  // Reporting what is right takes as long as finding what is wrong.
  const options = { resultTypes: ["violations" as const], preload: false };
  const axe = () => new AxeBuilder({ page }).setLegacyMode().options(options);
  const light = await axe().withTags(TAGS).analyze();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await axe().withRules("color-contrast").analyze();
  await page.emulateMedia({ colorScheme: "light" });
  return [...light.violations, ...dark.violations].map(({ id, nodes }) => ({
    id,
    at: nodes.map(({ html }) => html),
  }));
}
