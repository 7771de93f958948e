import { spawnSync } from "node:child_process";

/** How a script ends that another process runs. */
export function runElsewhere(script: string) {
  const args = ["--conditions=@rx-lro/source", "--input-type=module", "--eval", script];
  const cwd = new URL("../..", import.meta.url);
  const options = { cwd, encoding: "utf8", timeout: 20_000 } as const;
  const { status, stdout } = spawnSync(process.execPath, args, options);
  return { status, stdout };
}
