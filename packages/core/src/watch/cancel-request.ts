import type { CancellationOutcome } from "../lifecycle/cancellation-outcome.ts";
import type { Cancellation } from "../tracking/cancellation.ts";

/** A request to cancel made through a view; a mere wish until the operation has a name. */
export class CancelRequest {
  cancellation: Cancellation | undefined;
  /** What became of a wish to cancel an operation that never got a name. */
  failure: CancellationOutcome | undefined;

  get outcome(): CancellationOutcome | undefined {
    return this.failure ?? this.cancellation?.outcome;
  }

  get isOpen(): boolean {
    return this.outcome === undefined;
  }
}
