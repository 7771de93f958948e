import { readdir, readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import type { OperationsHandler } from "@rx-lro/server";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The page talks to its own server alone. */
const POLICY = "default-src 'self'; frame-ancestors 'none'";

/** Serves the files of a folder as they are now. All are read at the start, so no request's path reaches the disk. */
export async function readPageFiles(directory: string): Promise<OperationsHandler> {
  const files = new Map<string, Response>();
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(directory.length).replaceAll(sep, "/");
    const headers = {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "cache-control": path.startsWith("/assets/") ? "max-age=31536000, immutable" : "no-cache",
      "content-security-policy": POLICY,
    };
    files.set(path === "/index.html" ? "/" : path, new Response(await readFile(file), { headers }));
  }
  return async ({ url }) => {
    const file = files.get(new URL(url).pathname);
    return file?.clone() ?? new Response("there is no such page", { status: 404 });
  };
}
