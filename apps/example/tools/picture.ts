import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openBrowser } from "../browser/open-browser.ts";
import { type ExportKind, startExport } from "../src/client/start-export.ts";
import { buildPage } from "../src/server/build-page.ts";
import { startExportServer } from "../src/server/export-server.ts";
import { createTerrainRenderer } from "../src/terrain/terrain-renderer.ts";

const root = join(import.meta.dirname, "../../..");
const directory = join(import.meta.dirname, "../exports");

/** Takes the README's picture of the page, with exports in every state. */
async function takePicture(file: string): Promise<void> {
  await using renderer = createTerrainRenderer({ directory });
  await using server = await startExportServer(renderer, { directory, page: await buildPage() });
  await using browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1080, height: 620 } });
  await page.goto(server.url);
  const start = async (description: string, kind: ExportKind, seed: number, width: number) => {
    const grid = { dimensions: { width, height: width / 2 } };
    await startExport(server.url, kind, { description, seed, grid });
    await page.getByRole("row", { name: description }).waitFor();
  };
  const says = (text: string) => page.getByText(text).first().waitFor();

  await start("Alps", "image", 3, 384);
  await start("Sierra", "image", 5, 384);
  await page.getByAltText("Result of Sierra").waitFor();
  await page.getByAltText("Result of Alps").waitFor();
  await start("Dolomites", "image", 2, 1024);
  await start("Tatra map", "map", 7, 1280);
  await says("Running");
  await page.getByRole("button", { name: "Cancel Dolomites" }).click();
  await says("Cancellation: cancelled");
  await page.getByRole("button", { name: "Cancel Tatra map" }).click();
  await says("Cancellation: not supported");
  await start("Pyrenees", "image", 4, 1536);
  await page
    .getByRole("row", { name: "Pyrenees" })
    .getByText(/^[1-9]\d %$/)
    .waitFor();
  await page
    .getByRole("row", { name: "Tatra map" })
    .getByText(/^[2-9]\d %$/)
    .waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file });
}

const file = join(root, "docs/page.png");
await mkdir(join(root, "docs"), { recursive: true });
await takePicture(file);
process.stdout.write(`${file}\n`);
