/** Where an operation stands. */
export type OperationPhase = "running" | "cancelling" | "succeeded" | "failed" | "cancelled";

/** How an operation ends. */
export const ENDS = ["succeeded", "failed", "cancelled"] as const;
export type End = (typeof ENDS)[number];

/** Operations to be watched, and finished ones besides. */
export interface OperationSetPlan {
  readonly parent: string;
  /** How many run. */
  readonly running: number;
  /** How many more the parent has that have ended; the running ones are spread evenly among them. */
  readonly finished: number;
  /** The shortest and the longest life in ms. */
  readonly lifeMs: readonly [number, number];
}

const GOLDEN_RATIO = 0.618_033_988_749_895;
/** A cancellation takes from 100 to 400 ms to settle; every tenth operation completes all the same. */
const SETTLE_MS = [100, 400] as const;

/**
 * The operations of one parent.
 *
 * The time alone decides an operation's state: no timer ends it, so it ends exactly on time. Lives are spread evenly,
 * the same ones each time, in no order. Every tenth operation fails.
 */
export class OperationSet {
  readonly parent: string;
  readonly total: number;
  /** Which ones run, ascending. */
  readonly running: readonly number[];
  readonly #startedAt: number;
  readonly #endsAt: Float64Array;
  readonly #ends: Uint8Array;
  readonly #isCancelling: Uint8Array;
  readonly #isDeleted: Uint8Array;
  readonly #isSeen: Uint8Array;
  #unseen: number;
  #onSeen: () => void = () => {};

  /** Resolves when each running operation has been shown at least once. */
  readonly seen = new Promise<void>((resolve) => {
    this.#onSeen = resolve;
  });

  constructor({ parent, running, finished, lifeMs }: OperationSetPlan, now: number) {
    this.parent = parent;
    this.total = running + finished;
    const gap = this.total / running;
    this.running = Array.from({ length: running }, (_, at) => Math.floor((at + 0.5) * gap));
    this.#startedAt = now;
    this.#endsAt = new Float64Array(this.total).fill(now);
    this.#ends = Uint8Array.from({ length: this.total }, (_, index) => (index % 10 === 7 ? 1 : 0));
    this.#isCancelling = new Uint8Array(this.total);
    this.#isDeleted = new Uint8Array(this.total);
    this.#isSeen = new Uint8Array(this.total).fill(1);
    this.#unseen = running;
    for (const [at, index] of this.running.entries()) {
      this.#endsAt[index] = now + spread(at, lifeMs);
      this.#isSeen[index] = 0;
    }
  }

  has(index: number): boolean {
    return index >= 0 && index < this.total && !this.#isDeleted[index];
  }

  phase(index: number, now: number): OperationPhase {
    if (now >= this.endsAt(index)) return this.end(index);
    return this.#isCancelling[index] ? "cancelling" : "running";
  }

  progress(index: number, now: number): number {
    return (now - this.#startedAt) / (this.endsAt(index) - this.#startedAt);
  }

  /** When it ends or has ended, in ms of the clock. */
  endsAt(index: number): number {
    return this.#endsAt[index] ?? 0;
  }

  /** How it ends. */
  end(index: number): End {
    return ENDS[this.#ends[index] ?? 0] ?? "succeeded";
  }

  cancel(index: number, now: number): void {
    if (this.phase(index, now) !== "running") return;
    this.#isCancelling[index] = 1;
    this.#endsAt[index] = now + spread(index, SETTLE_MS);
    this.#ends[index] = ENDS.indexOf(index % 10 === 0 ? "succeeded" : "cancelled");
  }

  delete(index: number): void {
    this.#isDeleted[index] = 1;
  }

  /** Notes that the operation was shown, or is waited for. */
  see(index: number): void {
    if (this.#isSeen[index]) return;
    this.#isSeen[index] = 1;
    this.#unseen -= 1;
    if (this.#unseen === 0) this.#onSeen();
  }
}

function spread(at: number, [from, to]: readonly [number, number]): number {
  return from + (to - from) * ((at * GOLDEN_RATIO) % 1);
}
