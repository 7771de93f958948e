import { checkMs } from "../check-option.ts";
import type { OperationsHandlerOptions } from "./operations-handler-options.ts";

/** The options that limit what a handler takes. */
type LimitOptions = Pick<OperationsHandlerOptions, "maxBodyBytes" | "maxUrlLength" | "timeoutMs">;

/**
 * The limits of a handler, with their defaults.
 *
 * @throws RangeError for one out of range.
 */
export function checkLimits(options: LimitOptions): Required<LimitOptions> {
  return {
    maxBodyBytes: checkLimit("maxBodyBytes", options.maxBodyBytes ?? 65_536),
    maxUrlLength: checkLimit("maxUrlLength", options.maxUrlLength ?? 8_192),
    timeoutMs: checkMs("timeoutMs", options.timeoutMs ?? 30_000),
  };
}

function checkLimit(option: string, limit: number): number {
  if (limit >= 0) return limit;
  throw new RangeError(`${option} must be a number from 0, not ${limit}`);
}
