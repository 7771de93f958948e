import { Agent, setGlobalDispatcher } from "undici";

/** How many sockets each client opens that can be told; those that hold waits need more. */
export const SOCKETS = 64;

/** Has Node's `fetch` open no more than that; left alone it opens one for each call in flight. */
export function limitFetch(): void {
  setGlobalDispatcher(new Agent({ connections: SOCKETS }));
}
