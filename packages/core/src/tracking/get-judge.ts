import { Request } from "../looks/request.ts";
import { hintedDelay } from "../polling/backoff.ts";
import { lookByGet } from "../polling/look.ts";
import { Code } from "../protocol/code.ts";
import type { Operation } from "../protocol/operation.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import type { TrackedOperation } from "./tracked-operation.ts";
import type { TrackingContext } from "./tracking-context.ts";

/** An operation to settle, and what to do when it is settled. */
export interface Case {
  readonly tracked: TrackedOperation;
  /** The get was answered or failed, and the operation has been told. */
  told(): void;
  /** There is no such operation. */
  gone(): void;
}

/** How many are asked about at a time; the others wait in line. */
const MAX_ASKING = 8;

/**
 * Settles by get what a list can't: GetOperation is the only judge.
 *
 * A case that comes back is asked about less and less often, one that has ended without a limit to that.
 */
export class GetJudge {
  readonly #context: TrackingContext;
  readonly #asking = new Map<string, Request<Operation>>();
  readonly #waiting = new Map<string, Case>();
  /** How often each was asked about, and when it may be again. Weak, since some are gone before anybody holds them. */
  readonly #asked = new WeakMap<TrackedOperation, readonly [times: number, againAt: number]>();

  constructor(context: TrackingContext) {
    this.#context = context;
  }

  /** Asks about none of them any more. */
  stop(): void {
    this.#waiting.clear();
    for (const asking of this.#asking.values()) asking.giveUp();
    this.#asking.clear();
  }

  /** Asks about an operation when its turn comes. */
  settle(unsettled: Case): void {
    const { tracked } = unsettled;
    const { name } = tracked;
    const [, againAt = 0] = this.#asked.get(tracked) ?? [];
    if (this.#context.now() < againAt) return;
    if (!this.#asking.has(name)) this.#waiting.set(name, unsettled);
    this.#askNext();
  }

  /** It has been settled in another way. */
  forget(tracked: TrackedOperation): void {
    const { name } = tracked;
    this.#waiting.delete(name);
    this.#asked.delete(tracked);
    this.#asking.get(name)?.giveUp();
    if (this.#asking.delete(name)) this.#askNext();
  }

  #askNext(): void {
    for (const [name, unsettled] of this.#waiting) {
      if (this.#asking.size >= MAX_ASKING) return;
      this.#waiting.delete(name);
      this.#ask(unsettled);
    }
  }

  #ask({ gone, told, tracked }: Case): void {
    const { backoff, calls, now, requestTimeoutMs: timeoutMs } = this.#context;
    const { name } = tracked;
    const [before = 0] = this.#asked.get(tracked) ?? [];
    // One that has ended can only be deleted yet, and a list may leave out many of them.
    const againMs = tracked.outcome
      ? backoff.delayMs(1) * 2 ** before
      : backoff.delayMs(before + 1);
    const settled = (waitMs: number, settle: () => void) => {
      this.#asking.delete(name);
      this.#asked.set(tracked, [before + 1, now() + waitMs]);
      settle();
      this.#askNext();
    };
    const requester = {
      name,
      source: () => lookByGet(calls, name, { timeoutMs }),
      answered: (operation: Operation, asked: number) =>
        settled(againMs, () => {
          tracked.answered(operation, asked);
          told();
        }),
      failed: (error: RpcError) =>
        settled(hintedDelay(error.retryDelayMs, againMs, this.#context), () => {
          if (error.code === Code.NOT_FOUND && !error.unrouted) {
            gone();
          } else {
            tracked.missed(error);
            told();
          }
        }),
    };
    const asking = new Request(requester, this.#context, "get");
    this.#asking.set(name, asking);
    asking.begin();
  }
}
