import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { inject } from "vitest";

/** A Python process that has initialized `ee`. */
export interface PythonClient extends AsyncDisposable {
  /** Calls a function of `ee`, such as `data.getOperation`, and answers what it returned. Throws an EEException's text. */
  call<T = unknown>(name: string, ...args: readonly unknown[]): Promise<T>;
}

/** Starts Python with `ee` initialized for a server. */
export async function startPythonClient(url: string, project: string): Promise<PythonClient> {
  const script = join(import.meta.dirname, "ee_calls.py");
  const python = spawn(
    join(inject("pythonBin"), "python"),
    ["-W", "ignore", script, url, project],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  const ended = once(python, "close");
  return {
    async call<T>(...call: readonly unknown[]): Promise<T> {
      python.stdin.write(`${JSON.stringify(call)}\n`);
      const { done, value: line } = await answers.next();
      if (done) throw new Error(`Python ended before it answered ${JSON.stringify(call)}`);
      const { value, error } = JSON.parse(line) as { value: T; error?: string };
      if (error !== undefined) throw new Error(error);
      return value;
    },
    async [Symbol.asyncDispose]() {
      python.stdin.end();
      await ended;
    },
  };
}
