import type { Operation } from "@rx-lro/core";

/** What the server has told anybody, however often it was killed meanwhile. */
export class Ledger {
  /** The names of the exports whose start it has acknowledged. */
  readonly started = new Set<string>();
  /** The names of those whose cancellation it has acknowledged. */
  readonly cancelled = new Set<string>();
  /** The ends that it has told for each, as JSON. */
  readonly ends = new Map<string, ReadonlySet<string>>();

  saw(operation: Operation): void {
    const { name = "", done, metadata } = operation;
    // A look that leaves metadata out isn't told when it ended.
    if (done && metadata) this.ends.set(name, new Set(this.ends.get(name)).add(endOf(operation)));
  }
}

/** When and how an operation ended, as JSON. */
export function endOf(operation: Operation | undefined): string {
  const { metadata, error, response } = operation ?? {};
  return JSON.stringify([metadata?.["endTime"], error ?? response]);
}
