import type { Observable, Observer, Subscription } from "rxjs";
import type { Ticket } from "../polling/budget.ts";
import type { Alarm } from "../polling/schedule.ts";
import { Code } from "../protocol/code.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import type { LookContext } from "./look-context.ts";

/** A way to look at operations. */
export type LookWay = "get" | "list" | "wait";

/** How long a request of each kind may take, in multiples of the watcher's `requestTimeoutMs`. */
const TIMEOUTS = { get: 1, cancel: 1, page: 1, wait: 2, list: 10 };

/** A look at one operation, one page or all pages of a list, or a request to cancel. */
export type RequestKind = keyof typeof TIMEOUTS;

/** Makes a request and is told what came of it: `answered` or `failed`, unless it is given up. */
export interface Requester<T, K extends RequestKind = RequestKind> {
  readonly name: string;
  /** The request itself; unsubscribing aborts it. */
  source(kind: K): Observable<T>;
  /** `asked` numbers the request by when it began. */
  answered(value: T, asked: number, kind: K): void;
  failed(error: RpcError, asked: number, kind: K): void;
}

/**
 * One request of a watcher: begins when the budget has room for it, and fails if it takes too long.
 *
 * A request to cancel doesn't wait for room; held waits have room of their own.
 */
export class Request<T, K extends RequestKind = RequestKind> implements Alarm, Ticket, Observer<T> {
  dueAt: number | undefined;
  begunAt = 0;
  readonly kind: K;
  readonly #requester: Requester<T, K>;
  readonly #context: LookContext;
  /** The number of the request; 0 until it begins. */
  #asked = 0;
  #answer: Subscription | undefined;
  #isOver = false;

  constructor(requester: Requester<T, K>, context: LookContext, kind: K) {
    this.#requester = requester;
    this.#context = context;
    this.kind = kind;
  }

  /** Begins, now or when there is room. */
  begin(): void {
    const { budget } = this.#context;
    if (this.#isPaced()) budget.enter(this);
    else {
      budget.spend();
      this.granted();
    }
  }

  granted(): void {
    const { asks, now, requestTimeoutMs, schedule } = this.#context;
    asks.latest += 1;
    this.#asked = asks.latest;
    this.begunAt = now();
    schedule.set(this, this.begunAt + requestTimeoutMs * TIMEOUTS[this.kind]);
    this.#answer = this.#requester.source(this.kind).subscribe(this);
    if (this.#isOver) this.#answer.unsubscribe();
  }

  next(value: T): void {
    if (this.#isOver) return;
    this.giveUp();
    this.#requester.answered(value, this.#asked, this.kind);
  }

  error(error: RpcError): void {
    if (this.#isOver) return;
    if (error.code === Code.RESOURCE_EXHAUSTED) this.#context.budget.exhausted();
    this.giveUp();
    this.#requester.failed(error, this.#asked, this.kind);
  }

  complete(): void {}

  /** Due: it has gone unanswered for too long. */
  onDue(): void {
    const seconds = (this.#context.requestTimeoutMs * TIMEOUTS[this.kind]) / 1000;
    const what = this.kind === "cancel" ? "the request to cancel" : "a look at";
    const message = `no answer within ${seconds} s to ${what} ${this.#requester.name}`;
    this.error(new RpcError(Code.DEADLINE_EXCEEDED, message));
  }

  /** Ends it, whatever has come of it: its requester is told nothing more. */
  giveUp(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { budget, schedule } = this.#context;
    this.#answer?.unsubscribe();
    schedule.clear(this);
    if (this.#asked === 0) budget.withdraw(this);
    else if (this.#isPaced()) budget.leave();
  }

  #isPaced(): boolean {
    return this.kind !== "cancel" && this.kind !== "wait";
  }
}
