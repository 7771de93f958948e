import type { OperationTable, Report } from "./operation-table.ts";

/** The pause between writes of reports: a method may report a thousand times a second. */
const PAUSE_MS = 100;

/** Writes what methods report: soon, the latest of each, and not too often. */
export class Reports {
  readonly #table: OperationTable;
  readonly #onError: (error: unknown) => void;
  readonly #pending = new Set<Report>();
  #timer: NodeJS.Timeout | undefined;
  #written = Number.NEGATIVE_INFINITY;
  #writing: Promise<void> = Promise.resolve();
  #isWaiting = false;

  constructor(table: OperationTable, onError: (error: unknown) => void) {
    this.#table = table;
    this.#onError = onError;
  }

  add(report: Report): void {
    this.#pending.add(report);
    const pause = this.#written + PAUSE_MS - performance.now();
    this.#timer ??= setTimeout(() => this.flush(), Math.max(0, pause));
  }

  /** Writes what is pending; resolves when it is written, or couldn't be and is pending still. */
  flush(): Promise<void> {
    // One write at a time, and one that waits for it: that takes all that is pending by then.
    if (this.#pending.size > 0 && !this.#isWaiting) {
      this.#isWaiting = true;
      this.#writing = this.#write(this.#writing);
    }
    return this.#writing;
  }

  async #write(before: Promise<void>): Promise<void> {
    await before;
    this.#isWaiting = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#written = performance.now();
    const reports = [...this.#pending];
    this.#pending.clear();
    try {
      await this.#table.report(reports);
    } catch (thrown) {
      this.#onError(thrown);
      for (const report of reports) this.#pending.add(report);
    }
  }
}
