import type { Observable } from "rxjs";
import type { CancellationOutcome } from "../lifecycle/cancellation-outcome.ts";
import type { OperationState } from "../lifecycle/operation-state.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import type { Any } from "../protocol/any.ts";
import type { Decoders } from "./decode-state.ts";
import type { WatchToken } from "./watch-token.ts";

/** How one view of an operation reads it and when it gives up. */
export interface WatchOptions<R = Any, M = Any> extends Decoders<R, M> {
  /**
   * The view ends after this time in ms, counted from `watch()`; if nobody follows it then, once somebody does.
   * That alone doesn't affect the operation.
   */
  readonly deadlineMs?: number;
  /** `cancel`: ask to cancel at the deadline and end `graceMs` later. @defaultValue "detach" */
  readonly onDeadline?: "detach" | "cancel";
  /** How long the service has to settle a cancellation at the deadline. @defaultValue 30 000 ms */
  readonly graceMs?: number;
}

/** How to wait. */
export interface WaitOptions {
  /** Rejects with `signal.reason`; other waiters and the operation aren't affected. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A view of one operation: a stream of states, its outcome, and a way to cancel it.
 *
 * Nothing is requested while nobody subscribes. Views of the same name share one loop of looks, and never
 * disturb each other.
 */
export interface Watch<R = Any, M = Any> extends AsyncIterable<OperationState<R, M>> {
  /** The operation's name; undefined until a promised one is known. */
  readonly name: string | undefined;

  /** The last state now; the same reference until it changes. Undefined until the first look was answered or failed. */
  readonly state: OperationState<R, M> | undefined;

  /**
   * Replays the last state, then each new one; completes after `done` or `lost`, or at the view's deadline.
   * Never errors: a failed look is the state's `pollError`. Subscribing after `lost` looks again.
   */
  readonly states: Observable<OperationState<R, M>>;

  /**
   * What each request to cancel this operation led to, whichever view made it: the latest outcome first, then
   * one for each attempt. Completes when the watch ends, empty if nobody here asked before that. A subscriber
   * keeps the operation looked at.
   */
  readonly cancellation: Observable<CancellationOutcome<R>>;

  /**
   * Asks the service to cancel as soon as it is called. The request is repeated until it is answered, even with no
   * subscriber; unsubscribing doesn't take it back. Asking again while it is open is the same cancellation.
   *
   * The observable emits the one outcome, to late subscribers too; a subscriber keeps the operation looked at.
   */
  cancel(): Observable<CancellationOutcome<R>>;

  /**
   * How the operation ended. As long as nobody subscribes to its states, looks by list leave its metadata out, if
   * the service can do that; then its end has none either.
   *
   * @throws OperationError when contact is lost or the view's deadline passes before that.
   */
  outcome(options?: WaitOptions): Promise<Outcome<R>>;

  /**
   * The response of a success; undefined where the service gave none.
   *
   * @throws OperationError when the operation ended otherwise, contact is lost or the deadline passes.
   */
  response(options?: WaitOptions): Promise<R | undefined>;

  /**
   * A token for {@link Watcher.resume}, in this process or another one.
   *
   * @throws TypeError while a promised operation has no name, and for one that was born done without a name.
   */
  toJSON(): WatchToken;
}
