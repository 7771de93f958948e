import { isBareEnd, type OperationReading, readOperation } from "../lifecycle/read-operation.ts";
import type { Operation } from "../protocol/operation.ts";

/**
 * Whether the lists of a service tell how an operation ended.
 *
 * Some leave results out, so an end without a result is believed only once a get has agreed that there is none,
 * and never again once a get has found one.
 */
export class BareEnds {
  readonly #doubted = new Set<string>();
  #agreed = false;
  #leavesOut = false;

  /** Whether what a list says of an operation can be taken as it is. */
  believes(row: Operation, reading: OperationReading): boolean {
    if (reading.type === "malformed") return reading.done;
    if (!isBareEnd(reading) || (this.#agreed && !this.#leavesOut)) return true;
    if (!this.#leavesOut) this.#doubted.add(row.name);
    return false;
  }

  /** A get was answered. */
  compare(operation: Operation): void {
    if (this.#doubted.size === 0 || !this.#doubted.delete(operation.name)) return;
    const reading = readOperation(operation);
    if (isBareEnd(reading)) this.#agreed = true;
    else if (reading.type !== "running") this.#leavesOut = true;
  }
}
