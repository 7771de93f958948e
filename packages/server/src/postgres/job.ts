import type { JobInsert } from "pg-boss";

/** pg-boss' numbers are PostgreSQL's integers: 68 years. */
const FOR_EVER_SECONDS = 2_147_483_647;

/** What a job carries, so that it can run even if its operation was deleted. `input` is JSON as text. */
export interface JobData {
  readonly name: string;
  readonly input?: string;
}

/**
 * The job of an operation. It stays until it is done: only its worker's silence ends an attempt.
 *
 * For `insert`, since `send` allows no attempt longer than a day and no lease below ten seconds.
 */
export function jobOf(operation: {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  readonly leaseMs: number;
}): JobInsert<JobData> {
  const { id, name, input, leaseMs } = operation;
  return {
    id,
    // As text: `jsonb` refuses U+0000 and lone surrogates, and sorts keys.
    data: { name, ...(input !== undefined && { input: JSON.stringify(input) }) },
    heartbeatSeconds: leaseMs / 1000,
    expireInSeconds: FOR_EVER_SECONDS,
    retentionSeconds: FOR_EVER_SECONDS,
    retryLimit: FOR_EVER_SECONDS,
    retryDelay: 0,
    retryBackoff: false,
  };
}
