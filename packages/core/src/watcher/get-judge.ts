import { Subscription } from "rxjs";
import { isBareEnd, readOperation } from "../lifecycle/read-operation.ts";
import { Code } from "../protocol/code.ts";
import type { Operation } from "../protocol/operation.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import type { TrackedOperation } from "./tracked-operation.ts";
import type { WatcherContext } from "./watcher-context.ts";

/** What is done with a judgement. */
export interface Judgement {
  /** What the list claims; undefined when the operation is missing from it. */
  readonly claimed?: Operation;
  /** The get answered, and the operation knows. */
  told(): void;
  /** There is no such operation. */
  gone(): void;
}

/** More are settled after the next look at the list. */
const MAX_ASKING = 8;

/**
 * Settles by get what a list can't: GetOperation is the only judge.
 *
 * Some lists leave results out, so an end without a result is believed only once a list has shown a
 * result, or a get has agreed with it; and no more once a get has found one that the list had left out.
 */
export class GetJudge {
  readonly #context: WatcherContext;
  readonly #asking = new Map<string, Subscription>();
  #agreed = false;
  #leavesOut = false;

  constructor(context: WatcherContext) {
    this.#context = context;
  }

  /** Whether what the list says of an operation can be taken as it is. */
  believes(claimed: Operation): boolean {
    const reading = readOperation(claimed);
    if (isBareEnd(reading)) return this.#agreed && !this.#leavesOut;
    if (reading.type === "done") this.#agreed = true;
    return true;
  }

  /** Asks for an operation, unless it is asked for already or too many are; then a later look comes back to it. */
  settle(tracked: TrackedOperation, judgement: Judgement): void {
    const { name } = tracked;
    if (tracked.isObserved || this.#asking.has(name) || this.#asking.size >= MAX_ASKING) return;
    const asked = this.#context.asks.next();
    const asking = new Subscription();
    this.#asking.set(name, asking);
    asking.add(
      this.#context.look(name).subscribe({
        next: (operation) => {
          this.#asking.delete(name);
          if (judgement.claimed !== undefined) this.#compare(operation);
          tracked.answered(operation, asked);
          judgement.told();
        },
        error: (error: RpcError) => {
          this.#asking.delete(name);
          if (error.code === Code.NOT_FOUND && !error.unrouted) judgement.gone();
        },
      }),
    );
  }

  stop(): void {
    for (const asking of this.#asking.values()) asking.unsubscribe();
    this.#asking.clear();
  }

  #compare(operation: Operation): void {
    const reading = readOperation(operation);
    if (isBareEnd(reading)) this.#agreed = true;
    else if (reading.type !== "running") this.#leavesOut = true;
  }
}
