import { isRefusal } from "../lifecycle/cancellation-outcome.ts";
import { Request } from "../looks/request.ts";
import { type Resting, RestingPlace, type Timetable } from "../looks/resting-place.ts";
import { lookByGet } from "../polling/look.ts";
import type { Alarm } from "../polling/schedule.ts";
import { type Standing, Trial } from "../polling/trial.ts";
import { Code } from "../protocol/code.ts";
import type { Operation } from "../protocol/operation.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import { ListLook } from "./list-look.ts";
import type { PlanContext } from "./plan-context.ts";
import type { PlannedOperation, SharedLooks } from "./planned-operation.ts";

/**
 * A row costs 2 µs to read, a get 40 µs and more: so a list pays while it reads at most this many rows for each name.
 * Without its metadata a row costs a fifth or less.
 */
const ROWS_PER_NAME = 20;
const PARTIAL_ROWS_PER_NAME = 100;

/**
 * The looks by list at the watched operations of one parent.
 *
 * What a list has shown rests here, so that all of it is due together and needs one place in the schedule. A list
 * isn't the judge: what it doesn't show is asked for by get, and when it fails, one get shows whose fault it is.
 */
export class ParentLooks implements Alarm, SharedLooks, Timetable {
  dueAt: number | undefined;
  readonly name: string;
  readonly #context: PlanContext;
  readonly #trial = new Trial();
  readonly #resting = new RestingPlace();
  #due: PlannedOperation[] = [];
  /** For some of what is due, somebody wants more than the outcome. */
  #wantsMetadata = false;
  #look: ListLook | undefined;
  /** How many rows the latest look read, and the earliest time for the next one. */
  #rows = 0;
  #notBefore = 0;

  constructor(name: string, context: PlanContext) {
    this.name = name;
    this.#context = context;
  }

  get standing(): Standing {
    return this.#trial.standing;
  }

  set(item: Resting, at: number): void {
    this.#resting.set(item, at);
    if (at < (this.dueAt ?? Number.POSITIVE_INFINITY)) this.#wakeAt(at);
  }

  clear(item: Resting): void {
    this.#resting.clear(item);
    if (this.#resting.firstAt === Number.POSITIVE_INFINITY) this.#context.schedule.clear(this);
  }

  /** Wakes all that are due, and those that may come early; while a look is under way they wait for its end. */
  onDue(): void {
    if (this.#look !== undefined) return;
    this.#resting.wake(this.#context.now());
    this.#wakeAt(this.#resting.firstAt);
  }

  #wakeAt(at: number): void {
    if (at < Number.POSITIVE_INFINITY) {
      this.#context.schedule.set(this, Math.max(at, this.#notBefore));
    }
  }

  /** Takes one more that is due, for the next look. Returns how many there are. */
  add(operation: PlannedOperation): number {
    this.#wantsMetadata ||= operation.wantsMetadata;
    return this.#due.push(operation);
  }

  /** Looks at what is due: by list if that pays. */
  look(): void {
    const due = this.#due;
    const wantsMetadata = this.#wantsMetadata;
    this.#due = [];
    this.#wantsMetadata = false;
    if (this.#look !== undefined) {
      this.#look.add(due);
      return;
    }
    const isPartial = !wantsMetadata && this.#context.masks.allows();
    const mostRows = due.length * (isPartial ? PARTIAL_ROWS_PER_NAME : ROWS_PER_NAME);
    if (due.length > 1 && this.#rows <= mostRows && this.#trial.allows()) {
      this.#look = new ListLook(this, due, { isPartial, mostRows }, this.#context);
      this.#look.begin();
    } else {
      for (const operation of due) operation.lookBy("get");
    }
  }

  /** An operation that is due isn't wanted any more. */
  left(): void {
    if (this.#look?.left()) this.#over(this.#look);
  }

  /** The look has shown what it could. */
  looked(look: ListLook): void {
    const { pages, pays, rows, told, unseen } = look;
    this.#rows = rows;
    if (told > pages && pays) this.#trial.paid();
    else this.#failed();
    this.#over(look);
    for (const operation of unseen) operation.lookBy("get");
  }

  /** The look has failed: one get shows whether the service can be reached at all. */
  failed(look: ListLook, error: RpcError): void {
    const [operation] = look.unseen;
    const wantsPause = error.retryDelayMs !== undefined && !isRefusal(error);
    if (operation === undefined || wantsPause) {
      // No operation is left to ask for, or the service asked for a pause from all requests.
      this.#over(look);
      for (const missed of look.unseen) missed.missed(error, this);
      return;
    }
    const { calls, requestTimeoutMs: timeoutMs } = this.#context;
    const others = () => {
      for (const other of look.unseen) other.lookBy("get");
    };
    const judge = {
      name: operation.name,
      source: () => lookByGet(calls, operation.name, { timeoutMs }),
      answered: (answer: Operation, asked: number) => {
        this.#failed(error.unrouted || isLasting(error));
        this.#over(look);
        operation.shown(answer, asked);
        others();
      },
      failed: (reason: RpcError) => {
        this.#over(look);
        if (isLasting(reason)) {
          if (operation.isDue) operation.missed(reason);
          others();
        } else {
          for (const missed of look.unseen) missed.missed(reason, this);
        }
      },
    };
    look.request(new Request(judge, this.#context, "get"));
  }

  /** Delays count from the start of a look, so that all it showed rests together: after a slow one there is a pause. */
  #over({ begunAt, later, told }: ListLook): void {
    this.#look = undefined;
    const now = this.#context.now();
    const { firstAt } = this.#resting;
    const pauseMs = (firstAt - begunAt) / 2;
    if (told > 0 && pauseMs < now - begunAt) this.#notBefore = now + pauseMs;
    this.#wakeAt(firstAt);
    for (const operation of later) this.#context.planner.add(operation);
  }

  #failed(isRefused = false): void {
    const isDown = isRefused ? this.#trial.refused() : this.#trial.failed();
    if (isDown) this.#context.counters.downgrades += 1;
  }
}

/** Whether the same request would be refused again, which says nothing about others: those lack no credentials. */
function isLasting(error: RpcError): boolean {
  return isRefusal(error) && error.code !== Code.UNAUTHENTICATED;
}
