import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Code, isRpcError } from "@rx-lro/core";

/** A server that is killed and started again, always at the same address and on the same files. */
export interface MortalServer extends AsyncDisposable {
  readonly url: string;
  /** Kills it with SIGKILL, and resolves when the next one listens. */
  killAndStart(): Promise<void>;
  /** Repeats a call during which the server was killed, once the next server listens. */
  untilAnswered<T>(call: () => Promise<T>): Promise<T>;
}

/** Starts the first server, on any free port; `directory` holds its operations and images. */
export async function startMortalServer(directory: string): Promise<MortalServer> {
  let server = await startProcess(directory, 0);
  const { url } = server;
  let listening = Promise.resolve();

  const restart = async () => {
    await server.kill();
    server = await startProcess(directory, Number(new URL(url).port));
  };
  return {
    url,
    killAndStart() {
      listening = restart();
      return listening;
    },
    async untilAnswered(call) {
      for (;;) {
        try {
          return await call();
        } catch (error) {
          // A fetch that is cut off rejects with a TypeError.
          const isCutOff = isRpcError(error)
            ? error.code === Code.UNAVAILABLE
            : error instanceof TypeError;
          if (!isCutOff) throw error;
          await listening;
        }
      }
    },
    [Symbol.asyncDispose]: () => server.kill(),
  };
}

async function startProcess(directory: string, port: number) {
  const script = new URL("./serve-exports.ts", import.meta.url);
  const server = fork(script, [directory, String(port)], {
    execArgv: ["--conditions=@rx-lro/source"],
    env: { ...process.env, NODE_COMPILE_CACHE: join(directory, "compiled") },
  });
  const exit = once(server, "exit");
  const failure = exit.then(([code, signal]) => {
    throw new Error(`the server ended with ${code ?? signal}`);
  });
  const [url] = await Promise.race([once(server, "message"), failure]);
  const kill = async () => {
    server.kill("SIGKILL");
    await exit;
  };
  return { url: String(url), kill };
}
