import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { baseUrl, startWait } from "./showcase-service.ts";

it("leaves nothing that keeps a process alive", async () => {
  const { name } = await startWait({ ttl: "0.5s", success: { content: "hi" } });
  const program = join(import.meta.dirname, "watch-and-end.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--conditions=@rx-lro/source",
    program,
    baseUrl,
    name,
  ]);
  expect(JSON.parse(stdout)).toEqual(["succeeded", "succeeded"]);
});
