import type { OperationPhase, OperationSet } from "./operation-set.ts";
import { type Pick, Template } from "./template.ts";

/** A page of a list as bytes, and how many operations it shows. */
export interface Page {
  readonly bytes: Buffer;
  readonly rows: number;
}

/** What the server says of a parent's operations, for one field mask. */
export class OperationAnswers {
  readonly #set: OperationSet;
  readonly #templates: Readonly<Record<OperationPhase, Template>>;

  constructor(set: OperationSet, pick: Pick) {
    const template = (phase: OperationPhase) => new Template(set.parent, phase, pick);
    this.#set = set;
    this.#templates = {
      running: template("running"),
      cancelling: template("cancelling"),
      succeeded: template("succeeded"),
      failed: template("failed"),
      cancelled: template("cancelled"),
    };
  }

  operation(index: number, now: number): Buffer {
    const bytes = Buffer.allocUnsafe(this.#template(index, now).length);
    this.#write(bytes, 0, index, now);
    return bytes;
  }

  /** `size` operations at most, from `start` on. */
  page(start: number, size: number, now: number): Page {
    const rows: number[] = [];
    let next = start;
    for (; next < this.#set.total && rows.length < size; next += 1) {
      if (this.#set.has(next)) rows.push(next);
    }
    const head = '{"operations":[';
    const tail = next < this.#set.total ? `],"nextPageToken":"${next}"}` : "]}";
    let length = head.length + tail.length + Math.max(0, rows.length - 1);
    for (const index of rows) length += this.#template(index, now).length;

    const bytes = Buffer.allocUnsafe(length);
    let end = bytes.write(head, "latin1");
    for (const index of rows) {
      if (end > head.length) end += bytes.write(",", end, "latin1");
      end = this.#write(bytes, end, index, now);
    }
    bytes.write(tail, end, "latin1");
    return { bytes, rows: rows.length };
  }

  #template(index: number, now: number): Template {
    return this.#templates[this.#set.phase(index, now)];
  }

  #write(bytes: Buffer, at: number, index: number, now: number): number {
    const template = this.#template(index, now);
    template.write(bytes, at, index, this.#set.progress(index, now));
    this.#set.see(index);
    return at + template.length;
  }
}
