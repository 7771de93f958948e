/**
 * How fast an operation goes on, to guess when it will end.
 *
 * Each wrong guess makes more looks pass before the next guess.
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

  /** Ms until the likely end, if it has gone on and a guess is allowed. Standing still tells nothing new. */
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

  /** A look was brought forward by a guess. */
  guessed(): void {
    this.#rest = 2 ** this.#wrong;
    this.#wrong += 1;
  }

  /**
   * How many looks the back-off counts, at most, when the next guess is tried. After a guess that was too early the end
   * is near, so looks come soon again, but less so each time, or standing still would cost looks for ever.
   */
  get looks(): number {
    return 2 * this.#wrong;
  }
}
