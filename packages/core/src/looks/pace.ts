/**
 * How fast an operation goes on: tells when its end is likely.
 *
 * Each time that the end didn't come when it was likely, more looks have to pass before the next guess.
 */
export class Pace {
  #progress: number;
  #at: number;
  #wrong = 0;
  #rest = 0;

  /** `progress` is from 0 to 1, as seen at `at` in ms. */
  constructor(progress: number, at: number) {
    this.#progress = progress;
    this.#at = at;
  }

  /** Ms until the likely end, when it has gone on since it was last seen to. Standing still tells nothing new. */
  leftMs(progress: number, at: number): number | undefined {
    const gain = progress - this.#progress;
    const inMs = at - this.#at;
    this.#progress = progress;
    if (gain === 0) return undefined;
    this.#at = at;
    this.#rest -= 1;
    // Less than before: a new attempt.
    if (gain < 0 || this.#rest >= 0) return undefined;
    return ((1 - progress) * inMs) / gain;
  }

  /** A look comes earlier, as guessed. */
  guessed(): void {
    this.#rest = 2 ** this.#wrong;
    this.#wrong += 1;
  }

  /**
   * How many looks the back-off is to count, at most, when the next guess is tried: after one that comes too early the
   * end is near, so looks are to come soon again, but less so each time, or standing still would cost looks for ever.
   */
  get looks(): number {
    return 2 * this.#wrong;
  }
}
