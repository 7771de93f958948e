import type { Observable } from "rxjs";
import type { PollFailure } from "../polling/poll-errors.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import type { LookWay } from "./request.ts";

/** What a loop looks at: an operation, or a parent with all of its operations. */
export interface LookTarget<T> {
  readonly name: string;
  readonly isSeen: boolean;
  /** Some look has found it. */
  readonly wasAnswered: boolean;
  /** Whether the answer to a request that began after this one has shown it, where others than its loop look at it. */
  isOutdated?(asked: number): boolean;
  /** It is time for a look, to be begun now or soon; if `isAsked`, by get where there is a choice. */
  lookDue(isAsked: boolean): void;
  /** One look; the next one would come after `delayMs`. Unsubscribing aborts it. */
  look(way: LookWay, delayMs: number): Observable<T>;
  /** Told of a good look or of a failed one; may steer the loop meanwhile. */
  answered(value: T, asked: number, way: LookWay): void;
  failed(error: RpcError, failure: PollFailure): void;
}
