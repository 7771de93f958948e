// Sends a server 100 000 malformed requests beside slow clients, and tells what it answered and how its memory was.
// Run by hand: `node --conditions=@rx-lro/source test/hostile/run.ts [count] [seed]`
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { createOperationsHandler } from "../../src/index.ts";
import { serve } from "../../src/node/index.ts";
import { createSqliteEngine } from "../../src/sqlite/index.ts";
import { hostileRequest } from "./hostile-requests.ts";
import { createAgent, findProblem } from "./send-hostile.ts";

const [count = 100_000, seed = 1] = process.argv.slice(2).map(Number);
const SLOW = 200;

/** In a process of its own, so that its memory is the server's alone. Answers each message with its memory. */
async function runServer(file: string): Promise<void> {
  const engine = await createSqliteEngine({ file, methods: { nap: () => 1 } });
  await engine.start("nap", undefined, { parent: "projects/p" });
  let unexpected = 0;
  const log = ({ err }: { readonly err?: unknown }) => {
    if (err !== undefined) unexpected += 1;
  };
  const { url } = await serve(createOperationsHandler(engine, { log }));
  process.on("message", () => {
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    process.send?.({ url, unexpected, rssMb: rss / 1e6, heapMb: heapUsed / 1e6 });
  });
  process.on("disconnect", () => process.exit());
  process.send?.({ url });
}

/** Sends a byte of a request now and then, and begins again when it is cut off. */
function beSlow(url: string, counts: { cut: number }): () => void {
  const { hostname, port } = new URL(url);
  const text = "POST /v1/operations/x:wait HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{";
  let socket: Socket;
  let sent = 0;
  const begin = (): void => {
    sent = 0;
    socket = connect(Number(port), hostname);
    socket.on("error", () => undefined);
    socket.resume();
    socket.on("end", () => {
      counts.cut += 1;
      begin();
    });
  };
  begin();
  const timer = setInterval(() => {
    sent += 1;
    socket.write(text.charAt(sent - 1) || " ");
  }, 200);
  return () => {
    clearInterval(timer);
    socket.removeAllListeners("end");
    socket.destroy();
  };
}

async function attack(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rx-lro-"));
  const execArgv = ["--conditions=@rx-lro/source", "--expose-gc"];
  const child = fork(import.meta.filename, ["serve", join(folder, "operations.db")], { execArgv });
  const ask = async () => {
    const answer = once(child, "message");
    child.send("how are you?");
    const [figures] = await answer;
    return figures as { url: string; unexpected: number; rssMb: number; heapMb: number };
  };
  const [{ url }] = (await once(child, "message")) as [{ url: string }];
  const slow = { cut: 0 };
  const stops = Array.from({ length: SLOW }, () => beSlow(url, slow));
  const agent = createAgent();
  const problems: string[] = [];
  const step = Math.ceil(count / 10);
  for (let done = 0; done < count; done += step) {
    const requests = fc.sample(hostileRequest, { seed: seed + done, numRuns: step });
    const loops = Array.from({ length: 16 }, async (_, loop) => {
      for (let n = loop; n < requests.length; n += 16) {
        const request = requests[n];
        const problem = request && (await findProblem(url, agent, request).catch(String));
        if (problem) problems.push(`${problem}: ${JSON.stringify(request).slice(0, 200)}`);
      }
    });
    await Promise.all(loops);
    const { unexpected, rssMb, heapMb } = await ask();
    process.stdout.write(
      `${done + step} requests, ${problems.length} answered wrongly, ${unexpected} unexpected errors, ` +
        `${slow.cut} slow clients cut off, heap ${heapMb.toFixed(1)} MB, RSS ${rssMb.toFixed(0)} MB\n`,
    );
  }
  for (const problem of problems.slice(0, 10)) process.stdout.write(`${problem}\n`);
  for (const stop of stops) stop();
  agent.destroy();
  child.disconnect();
  await once(child, "exit");
  rmSync(folder, { recursive: true });
  process.exitCode = problems.length === 0 ? 0 : 1;
}

const [, , role, file = ""] = process.argv;
await (role === "serve" ? runServer(file) : attack());
