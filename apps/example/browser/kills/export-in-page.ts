import { Code, RpcError } from "@rx-lro/core";
import type { OpenPage } from "../open-page.ts";
import type { PagePlan } from "./kill-plan.ts";
import type { MortalServer } from "./mortal-server.ts";

/**
 * Starts an export as somebody at the page does, presses Start again if that failed, and may cancel it.
 *
 * Returns whether it was cancelled: it may have ended before.
 */
export async function exportInPage(
  { kind, isCancelled }: PagePlan,
  description: string,
  { open, server }: { readonly open: OpenPage; readonly server: MortalServer },
): Promise<boolean> {
  const { page, row } = open;
  await page.getByRole("button", { name: "New export" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Description").fill(description);
  await dialog.locator(".card", { hasText: kind === "map" ? "Map" : "Image" }).click();
  await server.untilAnswered(async () => {
    await dialog.getByRole("button", { name: "Start" }).click();
    const problem = dialog.getByRole("alert").textContent();
    const refusal = problem.then((text) =>
      Promise.reject(new RpcError(Code.UNAVAILABLE, `${text}`)),
    );
    await Promise.race([dialog.waitFor({ state: "detached" }), refusal]);
  });
  if (!isCancelled) return false;
  const button = (name: string) => row(description).getByRole("button", { name, disabled: false });
  return await Promise.race([
    button("Cancel")
      .click()
      .then(() => true),
    button("Delete")
      .waitFor()
      .then(() => false),
  ]);
}
