import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { OperationsHandler } from "@rx-lro/server";

/** Serves the PNG files of one folder below `/exports/`, and nothing else on the disk. */
export function createImageFiles(directory: string): OperationsHandler {
  return async ({ url }) => {
    // A name without dots or slashes can't lead out of the folder.
    const [, name] = /^\/exports\/([a-z0-9-]+\.png)$/.exec(new URL(url).pathname) ?? [];
    const png = name && (await readFile(join(directory, name)).catch(() => undefined));
    if (!png) return new Response("there is no such image", { status: 404 });
    // The name depends on what was rendered: another image has another name.
    const headers = { "content-type": "image/png", "cache-control": "max-age=3600" };
    return new Response(png, { headers });
  };
}
