import type { MethodContext, ResolvedMethod } from "../engine/method.ts";
import {
  cancelledEnd,
  type OperationEnd,
  type OperationRecord,
} from "../engine/operation-record.ts";
import { Retries } from "../engine/retries.ts";
import { runMethod } from "../engine/run-method.ts";
import { toJsonObject } from "../json.ts";
import { attemptOf, type Claim } from "./claim.ts";
import type { Report } from "./operation-table.ts";

/** What a run is made of. */
export interface RunOptions {
  readonly claim: Claim;
  readonly name: string;
  readonly method: ResolvedMethod;
  readonly input: unknown;
  /** What earlier attempts reported. */
  readonly reported: OperationRecord["reported"];
  readonly onReport: (run: Run) => void;
  /** Stores the end; rejects when that may succeed later. */
  readonly finish: (run: Run, end: OperationEnd) => Promise<void>;
}

/** A claim at work: one attempt of an operation in this process. */
export class Run implements Report {
  readonly claim: Claim;
  cancelRequested = false;
  readonly #options: RunOptions;
  readonly #controller = new AbortController();
  readonly #retries = new Retries();
  #reported: OperationRecord["reported"];
  /** The method has ended, or nobody cares any more. */
  #isOver = false;

  constructor(options: RunOptions) {
    this.claim = options.claim;
    this.#reported = options.reported;
    this.#options = options;
  }

  get reported(): OperationRecord["reported"] {
    return this.#reported;
  }

  /**
   * Calls the method and tries to store its end until it is. True when the claim is done with; false when its
   * operation has no end, since the engine closed or the claim was lost.
   */
  async run(): Promise<boolean> {
    const { method, input } = this.#options;
    const end = await runMethod(method, input, this.#context());
    this.#isOver = true;
    // Nobody asked to cancel, so this ends no operation.
    if (end === cancelledEnd && !this.cancelRequested) return false;
    return this.#retries.until(() => this.#options.finish(this, end));
  }

  /** Tells the method that somebody asked to cancel. */
  cancel(): void {
    this.cancelRequested = true;
    this.abort(`the operation ${JSON.stringify(this.#options.name)} was cancelled`);
  }

  /** Aborts the method's signal, while the method runs. */
  abort(message: string): void {
    if (!this.#isOver) this.#controller.abort(new DOMException(message, "AbortError"));
  }

  /** Stores nothing more, however the method ends. */
  abandon(): void {
    this.#isOver = true;
    this.#retries.abandon();
  }

  #context(): MethodContext {
    return {
      name: this.#options.name,
      attempt: attemptOf(this.claim),
      signal: this.#controller.signal,
      report: (fields) => {
        const json = toJsonObject(fields);
        if (this.#isOver) return;
        this.#reported = Object.freeze({ ...this.#reported, ...json });
        this.#options.onReport(this);
      },
    };
  }
}
