/** What has become of a way of looking: in use, set aside for a while, or given up. */
export type Standing = "used" | "resting" | "refused";

/** After two failures in a row a way rests for this many looks, and after each further one for twice as many. */
const REST_LOOKS = 8;
const MOST_REST_LOOKS = 1024;

/** Whether a way of looking is worth another try, by how it did before. */
export class Trial {
  #isRefused = false;
  #hasPaid = false;
  #failures = 0;
  #rest = 0;

  get standing(): Standing {
    if (this.#isRefused) return "refused";
    return this.#rest > 0 ? "resting" : "used";
  }

  /** Whether to try it for the look that is due. */
  allows(): boolean {
    if (this.#rest > 0) {
      this.#rest -= 1;
      return false;
    }
    return !this.#isRefused;
  }

  paid(): void {
    this.#hasPaid = true;
    this.#failures = 0;
  }

  /** It cost more than it told. Returns whether it rests from now on. */
  failed(): boolean {
    this.#failures += 1;
    if (this.#failures < 2) return false;
    this.#rest = Math.min(REST_LOOKS * 2 ** (this.#failures - 2), MOST_REST_LOOKS);
    return true;
  }

  /**
   * The service doesn't have it, or won't let us use it. Returns whether it isn't used from now on.
   *
   * Where it has paid before, that is one more failure: what is in the way may pass, as a proxy without its backend.
   */
  refused(): boolean {
    if (this.#hasPaid) return this.failed();
    this.#isRefused = true;
    return true;
  }
}
