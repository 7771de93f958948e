/**
 * A job that this process has taken: it holds while its lease is renewed and `retryCount` is the latest. Once it
 * doesn't, nothing can be stored in its name.
 */
export interface Claim {
  readonly queue: string;
  /** Also the operation's id. */
  readonly id: string;
  readonly retryCount: number;
}

/** The attempt of a claim; each has another, since pg-boss counts how often it hands a job out. */
export function attemptOf({ retryCount }: Claim): number {
  return retryCount + 1;
}

/** Claims by their queue. */
export function byQueue<T extends Claim>(claims: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const claim of claims) {
    const group = groups.get(claim.queue);
    if (group === undefined) groups.set(claim.queue, [claim]);
    else group.push(claim);
  }
  return groups;
}
