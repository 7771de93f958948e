import type { Observable } from "rxjs";
import { Request, type Requester } from "../looks/request.ts";
import type { Timetable } from "../looks/resting-place.ts";
import { lookByPage, MAX_PAGES } from "../polling/look-by-list.ts";
import { Code } from "../protocol/code.ts";
import type { Operation } from "../protocol/operation.ts";
import type { ListOperationsResponse } from "../protocol/operations.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import type { PlanContext } from "./plan-context.ts";
import type { ListSighting, PlannedOperation } from "./planned-operation.ts";

/** The field mask where nobody looks at metadata. Google's partial responses. */
const OUTCOMES = "operations(name,done,error,response),nextPageToken,unreachable";
const MAX_PAGE_SIZE = 1000;
/** While more are watched, a listed operation isn't looked at by itself when its end is likely: that costs a get. */
const MAX_GUESSING = 100;

/** What a look is for: told when the look is over or has failed. */
export interface ListLookOwner extends Timetable {
  readonly name: string;
  looked(look: ListLook): void;
  failed(look: ListLook, error: RpcError): void;
}

/**
 * One look by list at operations that are due, page by page, until all are seen or more pages wouldn't pay.
 *
 * Passes on every watched operation that it sees, due or not. Assumes no order. Metadata is left out of the
 * answer where nobody looks at it, if the service can do that.
 */
export class ListLook implements Requester<ListOperationsResponse> {
  /** How many rows were read, and how many of the wanted operations were among them. */
  rows = 0;
  told = 0;
  readonly #owner: ListLookOwner;
  readonly #context: PlanContext;
  readonly #due: PlannedOperation[];
  readonly #mostRows: number;
  readonly begunAt: number;
  /** How many were due when the look began. */
  readonly #wanted: number;
  /** None before this index is still to be seen. */
  #first = 0;
  readonly #tokens = new Set<string>();
  #token: string | undefined;
  #isPartial: boolean;
  #isReading = false;
  #request: Pick<Request<unknown>, "giveUp"> | undefined;

  constructor(
    owner: ListLookOwner,
    due: PlannedOperation[],
    { isPartial, mostRows }: { readonly isPartial: boolean; readonly mostRows: number },
    context: PlanContext,
  ) {
    this.#owner = owner;
    this.#context = context;
    this.#mostRows = mostRows;
    this.begunAt = context.now();
    this.#isPartial = isPartial;
    this.#due = due;
    this.#wanted = due.length;
  }

  /** It showed enough of the wanted operations for the rows that it read. */
  get pays(): boolean {
    return this.rows * this.#wanted <= this.told * this.#mostRows;
  }

  get pages(): number {
    return this.#tokens.size + 1;
  }

  get name(): string {
    return this.#owner.name;
  }

  /** Which were wanted and haven't been seen. */
  get unseen(): readonly PlannedOperation[] {
    return this.#due.slice(this.#first, this.#wanted).filter(({ isDue }) => isDue);
  }

  /** Which became due meanwhile and haven't been seen either: the next look may show them. */
  get later(): ReadonlySet<PlannedOperation> {
    return new Set(this.#due.slice(this.#wanted));
  }

  /** Adds operations that became due meanwhile: the pages still to come may show them. */
  add(due: readonly PlannedOperation[]): void {
    for (const operation of due) this.#due.push(operation);
  }

  /** Asks for the next page. */
  begin(): void {
    this.request(new Request(this, this.#context, "page"));
  }

  /** Makes a request that belongs to the look and is given up together with it. */
  request(request: Pick<Request<unknown>, "begin" | "giveUp">): void {
    this.#request = request;
    request.begin();
  }

  /** One that is due isn't wanted any more. Returns whether it was the last, so that the look is given up. */
  left(): boolean {
    if (this.#isReading || !this.#isOver()) return false;
    this.#request?.giveUp();
    return true;
  }

  /** Whether at least so many of the wanted are still to be seen. */
  #hasUnseen(least: number): boolean {
    let unseen = 0;
    for (let index = this.#first; index < this.#wanted && unseen < least; index += 1) {
      if (this.#due[index]?.isDue) unseen += 1;
    }
    return unseen === least;
  }

  /** Nothing is left to be seen. */
  #isOver(): boolean {
    return this.#next() === undefined;
  }

  /** The first one that is still to be seen. */
  #next(): PlannedOperation | undefined {
    while (this.#due[this.#first]?.isDue === false) this.#first += 1;
    return this.#due[this.#first];
  }

  source(): Observable<ListOperationsResponse> {
    const { calls, masks, requestTimeoutMs: timeoutMs } = this.#context;
    const pageToken = this.#token;
    const pageSize = Math.min(this.#mostRows, MAX_PAGE_SIZE);
    this.#isPartial &&= masks.allows();
    return lookByPage(
      calls,
      { name: this.name, pageSize, ...(pageToken && { pageToken }) },
      { timeoutMs, ...(this.#isPartial && { fields: OUTCOMES }) },
    );
  }

  answered({ operations, nextPageToken }: ListOperationsResponse, asked: number): void {
    this.#readAll(operations, asked);
    const token = nextPageToken || undefined;
    const isEnough =
      token === undefined ||
      this.#tokens.has(token) ||
      this.#tokens.size >= MAX_PAGES - 1 ||
      !this.#hasUnseen(this.#tokens.size + 1) ||
      this.rows >= this.#mostRows;
    if (isEnough) {
      this.#owner.looked(this);
    } else {
      this.#tokens.add(token);
      this.#token = token;
      this.begin();
    }
  }

  failed(error: RpcError): void {
    if (this.#isPartial && error.code === Code.INVALID_ARGUMENT) {
      this.#context.masks.refused();
      this.begin();
    } else {
      this.#owner.failed(this, error);
    }
  }

  /** A method of its own: with this loop inside `answered`, 10 000 watches took some 4 % more CPU. */
  #readAll(rows: readonly Operation[], asked: number): void {
    this.rows += rows.length;
    this.#isReading = true;
    const sighting = {
      asked,
      at: this.begunAt,
      isPartial: this.#isPartial,
      mayGuess: this.#context.planner.watched <= MAX_GUESSING,
      timetable: this.#owner,
    };
    for (const row of rows) this.#read(row, sighting);
    this.#isReading = false;
  }

  #read(row: Operation, sighting: ListSighting): void {
    if (!row.name) return;
    const next = this.#next();
    // Rows mostly come in the same order as in the last look, and then need no lookup.
    const operation = next?.name === row.name ? next : this.#context.inUse(row.name);
    if (operation === undefined) return;
    const wasDue = operation.isDue;
    if (operation.listedAs(row, sighting) && wasDue) this.told += 1;
  }
}
