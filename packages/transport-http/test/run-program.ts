import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Runs a program in a process of its own until it ends by itself. */
export async function runProgram(code: string) {
  const args = ["--conditions=@rx-lro/source", "--input-type=module", "--eval", code];
  const child = spawn(process.execPath, args, {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [stdout, [exitCode]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return { stdout, exitCode };
}
