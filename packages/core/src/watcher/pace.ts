/**
 * How fast an operation goes on: tells when its end is likely.
 *
 * Each time that the end didn't come when it was likely, more looks have to pass before the next guess.
 */
export class Pace {
  /** How many guesses there were: the end came at none of them. */
  guesses = 0;
  #progress: number;
  #at: number;
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
    this.#rest = 2 ** this.guesses;
    this.guesses += 1;
  }
}
