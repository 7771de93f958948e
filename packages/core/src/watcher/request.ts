import { type Observable, Subscription } from "rxjs";
import type { Ticket } from "../polling/budget.ts";
import { Code } from "../protocol/code.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import type { Alarm, WatcherContext } from "./watcher-context.ts";

/** A way to look at operations. */
export type LookWay = "get" | "list" | "wait";

/** How long a request of each kind may take, in terms of the watcher's `requestTimeoutMs`. */
const TIMEOUTS = { get: 1, cancel: 1, page: 1, wait: 2, list: 10 };

/** A look at one operation, one page or all pages of a list, or a request to cancel. */
export type RequestKind = keyof typeof TIMEOUTS;

/** Who makes a request, and is told what came of it: one of the two, unless it is given up. */
export interface Requester<T, K extends RequestKind = RequestKind> {
  readonly name: string;
  /** The request itself; unsubscribing aborts it. */
  source(kind: K): Observable<T>;
  /** `asked` numbers the request by when it began. */
  answered(value: T, asked: number, kind: K): void;
  failed(error: RpcError, kind: K): void;
}

/**
 * One request of a watcher: begins when the budget has room for it, and has failed if it takes too long.
 *
 * A request to cancel doesn't wait for room; held waits have room of their own.
 */
export class Request<T, K extends RequestKind = RequestKind> implements Alarm, Ticket {
  dueAt: number | undefined;
  readonly #requester: Requester<T, K>;
  readonly #context: WatcherContext;
  readonly kind: K;
  #answer: Subscription | undefined;
  #isOver = false;

  constructor(requester: Requester<T, K>, context: WatcherContext, kind: K) {
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
    const requester = this.#requester;
    const asked = asks.next();
    schedule.set(this, now() + requestTimeoutMs * TIMEOUTS[this.kind]);
    const answer = new Subscription();
    this.#answer = answer;
    answer.add(
      requester.source(this.kind).subscribe({
        next: (value) => {
          this.#end();
          requester.answered(value, asked, this.kind);
        },
        error: (error: RpcError) => this.#failed(error),
      }),
    );
  }

  /** Due: it has gone unanswered for too long. */
  onDue(): void {
    const seconds = (this.#context.requestTimeoutMs * TIMEOUTS[this.kind]) / 1000;
    const what = this.kind === "cancel" ? "the request to cancel" : "a look at";
    const message = `no answer within ${seconds} s to ${what} ${this.#requester.name}`;
    this.#answer?.unsubscribe();
    this.#failed(new RpcError(Code.DEADLINE_EXCEEDED, message));
  }

  /** Gives it up: nobody is told of it any more. */
  giveUp(): void {
    if (this.#answer === undefined) {
      this.#context.budget.withdraw(this);
      return;
    }
    this.#answer.unsubscribe();
    this.#end();
  }

  #isPaced(): boolean {
    return this.kind !== "cancel" && this.kind !== "wait";
  }

  #failed(error: RpcError): void {
    const { budget } = this.#context;
    if (error.code === Code.RESOURCE_EXHAUSTED) budget.exhausted();
    this.#end();
    this.#requester.failed(error, this.kind);
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#context.schedule.clear(this);
    if (this.#isPaced()) this.#context.budget.leave();
  }
}
