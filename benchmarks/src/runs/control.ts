import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:http";
import { json } from "node:stream/consumers";
import type { OperationSetPlan } from "../server/operation-set.ts";
import type { ServerReport } from "../server/operations-server.ts";

/** Calls to the server besides those of the client; over plain node:http, which costs a client's process least. */
export function createControl(baseUrl: string) {
  const call = async (path: string, body?: unknown): Promise<unknown> => {
    const sent = request(`${baseUrl}/control/${path}`, { method: "POST", agent: false });
    sent.end(JSON.stringify(body));
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    const told = await json(answer);
    if (answer.statusCode !== 200) throw new Error(`${path}: ${JSON.stringify(told)}`);
    return told;
  };
  return {
    /** Gives the indices of the running operations. */
    load: (plan: OperationSetPlan) => call("load", plan) as Promise<number[]>,
    /** Ends when each running operation has been shown, or is waited for. */
    seen: (parent: string) => call(`seen?parent=${parent}`),
    report: (parent: string) => call(`report?parent=${parent}`) as Promise<ServerReport>,
  };
}

export type Control = ReturnType<typeof createControl>;
