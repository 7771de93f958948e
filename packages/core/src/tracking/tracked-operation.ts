import type { Observable } from "rxjs";
import { isBareEnd, type OperationReading, readOperation } from "../lifecycle/read-operation.ts";
import { LookLoop } from "../looks/look-loop.ts";
import type { LookTarget } from "../looks/look-target.ts";
import { Pace } from "../looks/pace.ts";
import type { LookWay } from "../looks/request.ts";
import type { Timetable } from "../looks/resting-place.ts";
import type { ListSighting, PlannedOperation, SharedLooks } from "../plan/planned-operation.ts";
import { lookByGet } from "../polling/look.ts";
import { lookByWait } from "../polling/look-by-wait.ts";
import type { Operation } from "../protocol/operation.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import { Cancellation, type CancellationTarget } from "./cancellation.ts";
import type { Sight } from "./describe-state.ts";
import { OperationRecord } from "./operation-record.ts";
import type { StateObserver } from "./state-observer.ts";
import type { TrackingContext } from "./tracking-context.ts";

/** What tracked operations share: the context of all tracking, and the means to keep them. */
export interface OperationContext extends TrackingContext {
  /** Keeps an operation as long as it is observed, unless it was forgotten and there is another of its name. */
  hold(operation: TrackedOperation): void;
  /** Keeps for a while an operation that nobody watches any more. */
  remember(operation: TrackedOperation): void;
}

/**
 * One name of a watcher: what is known of it, its loop of looks and its cancellation.
 *
 * Shared by all views of the name. It looks only while somebody observes it. It extends its record instead of
 * holding one, since there may be a hundred thousand of them.
 */
export class TrackedOperation
  extends OperationRecord
  implements LookTarget<Operation>, PlannedOperation, CancellationTarget
{
  declare protected readonly context: OperationContext;
  /** Made when a look is first wanted. */
  #loop: LookLoop<Operation> | undefined;
  #listed: SharedLooks | null | undefined;
  /** The operation was seen without its metadata. */
  #isPartial = false;
  #pace: Pace | undefined;

  get isDue(): boolean {
    return this.#loop?.isDue === true;
  }

  get listed(): SharedLooks | undefined {
    if (this.#listed === undefined) {
      this.#listed = this.context.planner.listOf(this.name) ?? null;
    }
    return this.#listed ?? undefined;
  }

  /** Tells the observer each new state from now on, and keeps the operation looked at unless it is passive. */
  observe(observer: StateObserver): void {
    if (!this.isInUse) this.context.hold(this);
    this.add(observer);
    if (!observer.isPassive) this.attend();
  }

  /** The observer is told no more; when the last one has left, nothing is looked at. */
  unobserve(observer: StateObserver): void {
    this.remove(observer);
    if (!this.isObserved) this.rest();
    if (!this.isInUse) this.context.remember(this);
  }

  /** An observer has come: begins to look, or looks again if contact was lost. */
  attend(): void {
    if (this.outcome !== undefined) return;
    if (this.lostBecause === undefined) {
      this.#looks().start();
      if (this.#isPartial && this.wantsMetadata && !this.#looks().isGetting) this.lookNow();
    } else {
      this.#resume();
      this.publish();
    }
  }

  /** Takes an operation that somebody else got, such as the answer of the call that started it. */
  tell(operation: Operation): void {
    const reading = readOperation(operation);
    if (this.#isTelling(reading)) this.sighted(operation, reading, 0);
  }

  #isTelling(reading: OperationReading): boolean {
    if (reading.type === "running") return !this.isSeen;
    // An end that doesn't say how counts only from a get, unless there is no name to get.
    return (reading.type === "done" && !isBareEnd(reading)) || this.name === "";
  }

  /** Asks to cancel. Asking again while a cancellation is open is the same cancellation. */
  cancel(): Cancellation {
    if (this.cancellation?.isOpen) return this.cancellation;
    const cancellation = new Cancellation(this, this.context);
    if (this.outcome !== undefined) {
      cancellation.ended(this.outcome);
      return cancellation;
    }
    this.cancellation = cancellation;
    if (this.lostBecause !== undefined) this.#resume();
    this.advance("cancel");
    this.#looks().sooner();
    cancellation.send();
    this.context.remember(this);
    this.publish();
    return cancellation;
  }

  lookSooner(): void {
    this.#looks().sooner();
  }

  lookNow(): void {
    this.#steer(() => this.#looks().now());
  }

  lookDue(isAsked: boolean): void {
    if (isAsked || this.cancellation?.isRefused) this.lookBy("get");
    else this.context.planner.add(this);
  }

  lookBy(way: "get" | "wait"): void {
    this.#looks().begin(way);
  }

  look(way: LookWay, delayMs: number): Observable<Operation> {
    const { calls, requestTimeoutMs: timeoutMs } = this.context;
    if (way === "get") return lookByGet(calls, this.name, { timeoutMs });
    const longestMs = 0.8 * timeoutMs;
    // A look held that long makes nobody wait for metadata: `attend()` gives it up.
    this.#isPartial ||= !this.wantsMetadata;
    const holdMs = this.#isPartial ? longestMs : Math.min(delayMs, longestMs);
    return lookByWait(calls, this.name, { holdMs, timeoutMs });
  }

  /** Takes the answer of a look of its own. */
  answered(operation: Operation, asked: number, way: LookWay = "get"): void {
    const { bareEnds, counters, planner } = this.context;
    const reading = readOperation(operation);
    if (way === "get") {
      counters.looks.get += 1;
      bareEnds.compare(operation);
    } else {
      counters.looks.wait += 1;
      planner.waitAnswered();
      if (isBareEnd(reading)) {
        this.#looks().now();
        return;
      }
    }
    const before = this.sight;
    this.sighted(operation, reading, asked, way === "get");
    this.#expect(before);
  }

  shown(operation: Operation, asked: number): void {
    this.#looks().sighted(this.context.now());
    this.answered(operation, asked);
  }

  listedAs(row: Operation, sighting: ListSighting): boolean {
    const { asked, at, isPartial, mayGuess, timetable } = sighting;
    // Who listens is to see the end whole: a get tells it.
    const isTooLittle = isPartial && (this.wantsMetadata || (row.done && this.hasListener));
    if (!this.isObserved || isTooLittle) return false;
    const before = this.sight;
    if (row.done || !isPartial || !this.isSeen || this.pollError) {
      const reading = readOperation(row);
      if (!this.context.bareEnds.believes(row, reading)) return false;
      // That it runs is all that such a row tells; what was seen of it stays.
      const hasLess = isPartial && reading.type === "running";
      this.sighted((hasLess && before?.operation) || row, reading, asked);
      this.#isPartial = isPartial;
    }
    this.context.counters.looks.list += 1;
    // Only a get can judge a refusal: a list mustn't put that off.
    if (!this.cancellation?.isRefused) this.#looks().sighted(at, timetable);
    if (mayGuess) this.#expect(before);
    return true;
  }

  /** Takes a row of a list that somebody else asked for. */
  listedElsewhere(row: Operation, reading: OperationReading, asked: number): void {
    this.context.counters.looks.list += 1;
    if (!this.cancellation?.isRefused) {
      this.#steer(() => this.#loop?.sighted(this.context.now()));
    }
    this.sighted(row, reading, asked);
  }

  /** Takes the answer of a look; only one by get can judge a refused cancellation. */
  sighted(operation: Operation, reading: OperationReading, asked: number, isGet = false): void {
    if (this.lostBecause !== undefined) {
      // What was asked for before it was gone doesn't bring it back.
      if (reading.type === "running" && this.isOutdated(asked)) return;
      this.#resume();
    }
    const isEndPartial = this.#isPartial && this.outcome !== undefined;
    // An answer from before the end, which came late, doesn't have what is missing.
    this.#isPartial = isEndPartial && reading.type === "running";
    if (!isEndPartial) this.apply(operation, reading, asked, isGet);
    else if (!this.#isPartial) this.complete(operation, asked);
  }

  missed(error: RpcError, timetable?: Timetable): void {
    if (this.outcome !== undefined || this.lostBecause !== undefined) return;
    if (this.isDue) this.#steer(() => this.#looks().missed(error, timetable));
    else this.tellError(error);
  }

  #looks(): LookLoop<Operation> {
    this.#loop ??= new LookLoop(this, this.context);
    return this.#loop;
  }

  protected rest(): void {
    this.#steer(() => this.#loop?.stop());
  }

  /** Changes when it is looked at: if it was due, a look by list may now have nothing left to look for. */
  #steer(change: () => void): void {
    const { isDue } = this;
    change();
    if (isDue) this.#listed?.left();
  }

  /** Where progress tells when the end is likely, brings the next look forward to that time. */
  #expect(before: Sight | undefined): void {
    const progress = this.sight?.progress;
    if (progress === undefined || before?.progress === undefined || this.outcome) return;
    const at = this.context.now();
    this.#pace ??= new Pace(before.progress, before.seenAt - this.context.startedAt);
    const leftMs = this.#pace.leftMs(progress, at);
    if (leftMs === undefined) return;
    const likelyAt = at + Math.max(Math.ceil(leftMs), this.context.backoff.minMs);
    if (this.#looks().within(likelyAt, this.#pace.looks)) this.#pace.guessed();
  }

  /** Resumes contact: a fresh budget of failures and an immediate look. */
  #resume(): void {
    this.regain();
    this.#looks().reset();
    this.cancellation?.reopen();
    if (this.isObserved) this.#looks().start();
  }
}
