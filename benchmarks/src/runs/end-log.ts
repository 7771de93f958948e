import { nowMs } from "../server/clock.ts";
import { operationIndex, operationName } from "../server/operation-name.ts";
import { ENDS, type End } from "../server/operation-set.ts";

/** Notes when a client knew of each end. */
export class EndLog {
  readonly names: readonly string[];
  readonly #indices: readonly number[];
  readonly #knownAt: Float64Array;
  readonly #ends: Int8Array;

  constructor(parent: string, indices: readonly number[]) {
    this.names = indices.map((index) => operationName(parent, index));
    this.#indices = indices;
    const size = (indices.at(-1) ?? 0) + 1;
    this.#knownAt = new Float64Array(size);
    this.#ends = new Int8Array(size).fill(-1);
  }

  /** For clients to call. The latest call for a name counts. */
  readonly onEnd = (name: string, end: End): void => {
    const index = operationIndex(name);
    this.#knownAt[index] = nowMs();
    this.#ends[index] = ENDS.indexOf(end);
  };

  get knownAt(): number[] {
    return this.#indices.map((index) => this.#knownAt[index] ?? 0);
  }

  get ends(): (End | undefined)[] {
    return this.#indices.map((index) => ENDS[this.#ends[index] ?? -1]);
  }
}
