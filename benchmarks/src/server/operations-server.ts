import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { End, OperationSetPlan } from "./operation-set.ts";
import { OperationsService } from "./operations-service.ts";
import type { RequestCounts } from "./request-counts.ts";

/** What happened since operations were loaded. */
export interface ServerReport {
  readonly counts: RequestCounts;
  readonly cpuMs: number;
  /** When each of the running operations ended, in ms of the clock. */
  readonly endedAt: readonly number[];
  readonly ends: readonly End[];
}

/** A running server. */
export interface OperationsServer extends AsyncDisposable {
  readonly baseUrl: string;
}

/**
 * Starts the server that all clients are measured against, on a port that the system picks.
 *
 * Besides the operations it has `/control/load`, `/control/seen`, which is answered when each running operation has been
 * shown or is waited for, and `/control/report`. These aren't counted.
 */
export async function startOperationsServer(): Promise<OperationsServer> {
  const service = new OperationsService();
  let cpu = process.cpuUsage();

  const load = async (request: IncomingMessage) => {
    const set = service.load((await json(request)) as OperationSetPlan);
    cpu = process.cpuUsage();
    return set.running;
  };
  const report = (parent: string): ServerReport => {
    const { user, system } = process.cpuUsage(cpu);
    const set = service.operationsOf(parent);
    return {
      counts: service.counts,
      cpuMs: (user + system) / 1000,
      endedAt: set.running.map((index) => set.endsAt(index)),
      ends: set.running.map((index) => set.end(index)),
    };
  };
  const control = async (request: IncomingMessage): Promise<unknown> => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://control");
    const parent = searchParams.get("parent") ?? "";
    if (pathname === "/control/load") return load(request);
    if (pathname === "/control/report") return report(parent);
    await service.operationsOf(parent).seen;
    return {};
  };

  const server = createServer((request, response) => {
    if (!request.url?.startsWith("/control/")) return service.handle(request, response);
    control(request).then(
      (answer) => response.end(JSON.stringify(answer)),
      (error: unknown) => response.writeHead(400).end(String(error)),
    );
  });
  // Sockets are the clients' to close, and clients open thousands of them at once.
  Object.assign(server, { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 });
  server.listen({ port: 0, host: "127.0.0.1", backlog: 65_535 });
  await once(server, "listening");
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
