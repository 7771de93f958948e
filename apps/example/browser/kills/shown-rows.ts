import type { Page } from "playwright-core";

/** A row as it is on the screen. */
export interface ShownRow {
  readonly state: string;
  readonly note: string;
  /** Whether there is an image, whole. */
  readonly hasImage: boolean;
}

/** All that the page has shown since it was opened. */
export interface ShownHistory {
  /** The states of each title, in order. */
  readonly states: Readonly<Record<string, readonly string[]>>;
  /** What it has said about lost contact. */
  readonly losses: readonly string[];
}

/** The rows on the screen, by title. */
export function readShownRows(page: Page): Promise<Record<string, ShownRow>> {
  return page.locator(".operations tbody tr").evaluateAll((rows) =>
    Object.fromEntries(
      rows.map((row) => {
        const image = row.querySelector("img");
        const shown = {
          state: row.querySelector(".badge")?.textContent ?? "",
          note: row.querySelector(".note")?.textContent ?? "",
          hasImage: image?.complete === true && image.naturalWidth > 0,
        };
        return [row.querySelector(".title")?.textContent ?? "", shown];
      }),
    ),
  );
}

/** Records what the page shows from now on; returns a function that reads it. */
export async function recordShown(page: Page): Promise<() => Promise<ShownHistory>> {
  const history = await page.evaluateHandle(() => {
    const states: Record<string, string[]> = {};
    const losses: string[] = [];
    const record = () => {
      for (const row of document.querySelectorAll(".operations tbody tr")) {
        const state = row.querySelector(".badge")?.textContent ?? "";
        const name = row.querySelector(".title")?.textContent ?? "";
        const before = states[name] ?? [];
        if (before.at(-1) !== state) states[name] = [...before, state];
      }
      const loss = document.querySelector(".notice.severe")?.textContent;
      if (loss) losses.push(loss);
    };
    const what = { childList: true, subtree: true, characterData: true };
    new MutationObserver(record).observe(document.body, what);
    return { states, losses };
  });
  return () => history.jsonValue();
}
