import type { End } from "../server/operation-set.ts";

/** What a client is created with. */
interface ClientOptions {
  readonly baseUrl: string;
  /** The pause from one look to the next. */
  readonly intervalMs: number;
}

/** One way to learn how operations end. */
export interface Client {
  /** Watches until all have ended, and tells of each end as soon as it knows. Rejects when it must give up. */
  watch(names: readonly string[], onEnd: (name: string, end: End) => void): Promise<unknown>;
  /** Asks to cancel an operation that is watched. Gives its end, where the client can tell. */
  cancel(name: string): Promise<End | undefined>;
}

export type CreateClient = (options: ClientOptions) => Client;
