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

/** What is asked for where nobody looks at metadata. Google's partial responses. */
const OUTCOMES = "operations(name,done,error,response),nextPageToken,unreachable";
const MAX_PAGE_SIZE = 1000;
/** Where more is watched, no operation that is listed is looked at by itself, however likely its end: it costs a get. */
const MAX_GUESSING = 100;

/** Whose operations are looked at: told when the look has told what it could, or failed. */
export interface ListLookOwner extends Timetable {
  readonly name: string;
  looked(look: ListLook): void;
  failed(look: ListLook, error: RpcError): void;
}

/**
 * One look by list at operations that are due, page by page, until all are seen or more pages wouldn't pay.
 *
 * Tells all that it sees of what is watched, due or not. Assumes no order. Metadata is left out of the answer
 * where nobody looks at it, if the service can do that.
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
  /** So many were due when the look began. */
  readonly #wanted: number;
  /** None before this one is still to be seen. */
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

  /** It told as many as it had to for the rows that it read. */
  get pays(): boolean {
    return this.rows * this.#wanted <= this.told * this.#mostRows;
  }

  get pages(): number {
    return this.#tokens.size + 1;
  }

  get name(): string {
    return this.#owner.name;
  }

  /** What was wanted and hasn't been seen. */
  get unseen(): readonly PlannedOperation[] {
    this.#next();
    return this.#due.slice(this.#first, this.#wanted).filter(({ isDue }) => isDue);
  }

  /** What became due meanwhile and hasn't been seen either: the next look may show it. */
  get later(): readonly PlannedOperation[] {
    return this.#due.slice(this.#wanted).filter(({ isDue }) => isDue);
  }

  /** Became due while the look is under way: what pages are to come may show it. */
  add(due: readonly PlannedOperation[]): void {
    for (const operation of due) this.#due.push(operation);
  }

  /** Asks for the next page. */
  begin(): void {
    this.request(new Request(this, this.#context, "page"));
  }

  /** Makes a request that belongs to the look: it is given up together with it. */
  request(request: Pick<Request<unknown>, "begin" | "giveUp">): void {
    this.#request = request;
    request.begin();
  }

  /** One that is due isn't wanted any more. Gives whether that was the last one, and the look is given up. */
  left(): boolean {
    if (this.#isReading || !this.#isOver()) return false;
    this.#request?.giveUp();
    return true;
  }

  /** Nothing is to be seen any more. */
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
    this.rows += operations.length;
    this.#isReading = true;
    const sighting = {
      asked,
      at: this.begunAt,
      isPartial: this.#isPartial,
      mayGuess: this.#context.planner.watched <= MAX_GUESSING,
      timetable: this.#owner,
    };
    for (const row of operations) this.#read(row, sighting);
    this.#isReading = false;
    const token = nextPageToken || undefined;
    const isEnough =
      token === undefined ||
      this.#tokens.has(token) ||
      this.#tokens.size >= Math.min(this.#due.length - this.told, MAX_PAGES - 1) ||
      this.#isOver() ||
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

  #read(row: Operation, sighting: ListSighting): void {
    if (!row.name) return;
    const next = this.#next();
    // What was seen together mostly comes in the same order again, and then needs no looking up.
    const operation = next?.name === row.name ? next : this.#context.inUse(row.name);
    if (operation === undefined) return;
    const wasDue = operation.isDue;
    if (operation.listedAs(row, sighting) && wasDue) this.told += 1;
  }
}
