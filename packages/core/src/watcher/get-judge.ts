import { Subscription } from "rxjs";
import { isBareEnd, readOperation } from "../lifecycle/read-operation.ts";
import { Code } from "../protocol/code.ts";
import type { Operation } from "../protocol/operation.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import type { TrackedOperation } from "./tracked-operation.ts";
import type { WatcherContext } from "./watcher-context.ts";

/** What is to be settled, and what is done with it. */
export interface Case {
  readonly tracked: TrackedOperation;
  /** The list claims an end without a result; otherwise the operation is missing from it. */
  readonly isClaimed: boolean;
  /** The get was answered, or failed, and the operation knows. */
  told(): void;
  /** There is no such operation. */
  gone(): void;
}

/** How many are asked for at a time; the others wait in line. */
const MAX_ASKING = 8;

/**
 * Settles by get what a list can't: GetOperation is the only judge.
 *
 * Some lists leave results out, so an end without a result is believed only once a get has agreed that there is
 * none, and no more once a get has found one. A case that comes back is asked for ever less often.
 */
export class GetJudge {
  readonly #context: WatcherContext;
  readonly #asking = new Map<string, Subscription>();
  readonly #waiting = new Map<string, Case>();
  /** How often each was asked for, and when it may be again. */
  readonly #asked = new Map<string, readonly [times: number, againAt: number]>();
  #isOn = false;
  #agreed = false;
  #leavesOut = false;

  constructor(context: WatcherContext) {
    this.#context = context;
  }

  /** Whether what the list says of an operation can be taken as it is. */
  believes(row: Operation): boolean {
    const reading = readOperation(row);
    if (reading.type === "malformed") return reading.done;
    return !isBareEnd(reading) || (this.#agreed && !this.#leavesOut);
  }

  start(): void {
    this.#isOn = true;
  }

  stop(): void {
    this.#isOn = false;
    this.#waiting.clear();
    for (const asking of this.#asking.values()) asking.unsubscribe();
    this.#asking.clear();
  }

  /** Asks for an operation when its turn comes. One that is looked at anyway needs nobody to ask. */
  settle(unsettled: Case): void {
    const { tracked } = unsettled;
    const { name } = tracked;
    const [, againAt = 0] = this.#asked.get(name) ?? [];
    if (!this.#isOn || tracked.isObserved || this.#context.now() < againAt) return;
    if (!this.#asking.has(name)) this.#waiting.set(name, unsettled);
    this.#askNext();
  }

  /** It has been settled otherwise. */
  forget(name: string): void {
    this.#waiting.delete(name);
    this.#asked.delete(name);
  }

  #askNext(): void {
    for (const [name, unsettled] of this.#waiting) {
      if (this.#asking.size >= MAX_ASKING) return;
      this.#waiting.delete(name);
      this.#ask(unsettled);
    }
  }

  #ask(unsettled: Case): void {
    const { asks, backoff, look, now } = this.#context;
    const { tracked, isClaimed } = unsettled;
    const { name } = tracked;
    const [before = 0] = this.#asked.get(name) ?? [];
    this.#asked.set(name, [before + 1, now() + backoff.delayMs(before + 1)]);
    const number = asks.next();
    const settled = (settle: () => void) => {
      this.#asking.delete(name);
      settle();
      this.#askNext();
    };
    const asking = new Subscription();
    this.#asking.set(name, asking);
    asking.add(
      look(name).subscribe({
        next: (operation) =>
          settled(() => {
            if (isClaimed) this.#compare(operation);
            tracked.answered(operation, number);
            unsettled.told();
          }),
        error: (error: RpcError) =>
          settled(() => {
            if (error.code === Code.NOT_FOUND && !error.unrouted) return unsettled.gone();
            tracked.missed(error);
            unsettled.told();
          }),
      }),
    );
  }

  #compare(operation: Operation): void {
    const reading = readOperation(operation);
    if (isBareEnd(reading)) this.#agreed = true;
    else if (reading.type !== "running") this.#leavesOut = true;
  }
}
