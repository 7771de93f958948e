import { access } from "node:fs/promises";
import { type Browser, chromium } from "playwright-core";

/** Starts the Chromium of `CHROMIUM`, or else Debian's. The caller closes it. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] || "/usr/bin/chromium";
  await access(executablePath).catch((cause) => {
    const help = "install Chromium (apt-get install chromium) or say where it is in CHROMIUM";
    throw new Error(`there is no browser at ${executablePath}: ${help}`, { cause });
  });
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
