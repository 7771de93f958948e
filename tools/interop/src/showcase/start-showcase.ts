import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

/** A running gapic-showcase. */
export interface Showcase {
  readonly baseUrl: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts gapic-showcase on ports that the system picks, and waits until it has answered once.
 *
 * @throws Error when it ends instead, or says nothing for ten seconds.
 */
export async function startShowcase(binary: string): Promise<Showcase> {
  const server = spawn(binary, ["run", "--port", ":0", "--fallback-port", ":0"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const complaints = text(server.stderr);
  const showcase = {
    async [Symbol.asyncDispose]() {
      // It keeps nothing that a hard kill could harm.
      if (server.exitCode === null && server.kill("SIGKILL")) await once(server, "close");
    },
  };
  try {
    await once(server, "spawn");
    const signal = AbortSignal.timeout(10_000);
    const baseUrl = `http://127.0.0.1:${await readPort(server.stdout, signal)}`;
    await fetch(`${baseUrl}/v1beta1/operations/ready`, { signal });
    return { ...showcase, baseUrl };
  } catch (cause) {
    await showcase[Symbol.asyncDispose]();
    throw new Error(`gapic-showcase did not start: ${await complaints}`, { cause });
  }
}

/**
 * The port in its output, such as `HTTP/REST Endpoint (No TLS): http://localhost:7469`.
 *
 * Reads on after that, since it prints every request and a full pipe would stop it.
 */
function readPort(stdout: Readable, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: stdout })
      .on("line", (line) => {
        const port = /REST Endpoint.*:(\d+)$/.exec(line)?.[1];
        if (port !== undefined) resolve(port);
      })
      .once("close", () => reject(new Error("it ended before it printed its port")));
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}
