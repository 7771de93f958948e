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

  constructor(table: OperationTable, onError: (error: unknown) => void) {
    this.#table = table;
    this.#onError = onError;
  }

  add(report: Report): void {
    this.#pending.add(report);
    const pause = this.#written + PAUSE_MS - performance.now();
    this.#timer ??= setTimeout(() => this.flush(), Math.max(0, pause));
  }

  /** Writes what is pending; resolves when it is written, or couldn't be. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.size === 0) return this.#writing;
    const reports = [...this.#pending];
    this.#pending.clear();
    this.#written = performance.now();
    const before = this.#writing;
    this.#writing = this.#write(reports, before);
    return this.#writing;
  }

  async #write(reports: readonly Report[], before: Promise<void>): Promise<void> {
    await before;
    // A report that gets lost here is written with the next one, or with the end.
    await this.#table.report(reports).catch(this.#onError);
  }
}
