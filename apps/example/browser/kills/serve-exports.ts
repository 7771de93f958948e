// The server of `npm start` in a process of its own: `node serve-exports.ts DIRECTORY PORT`. Started by
// mortal-server.ts, which reads its address.
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { startExportServer } from "../../src/server/export-server.ts";
import { createTerrainRenderer } from "../../src/terrain/terrain-renderer.ts";
import { pageFiles } from "../start-app.ts";

process.once("disconnect", () => process.exit());

const [directory = "", port] = process.argv.slice(2);
const { url } = await startExportServer(createTerrainRenderer({ directory }), {
  directory,
  file: join(directory, "operations.db"),
  page: await pageFiles(),
  port: Number(port),
});
process.send?.(url);
// A killed process couldn't write its compile cache at the end.
flushCompileCache();
