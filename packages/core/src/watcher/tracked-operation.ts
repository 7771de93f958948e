import { dequal } from "dequal/lite";
import type { Observable } from "rxjs";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";
import type { LifecycleEvent } from "../lifecycle/lifecycle-machine.ts";
import type { LostReason, OperationState } from "../lifecycle/operation-state.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import { isBareEnd, type OperationReading, readOperation } from "../lifecycle/read-operation.ts";
import { lookByGet } from "../polling/look.ts";
import { lookByWait } from "../polling/look-by-wait.ts";
import type { PollFailure } from "../polling/poll-errors.ts";
import type { Operation } from "../protocol/operation.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import { Cancellation, type CancellationTarget } from "./cancellation.ts";
import { describeState, type Sight, sightOf } from "./describe-state.ts";
import { LookLoop, type LookTarget } from "./look-loop.ts";
import { Observed } from "./observed.ts";
import { Pace } from "./pace.ts";
import type { ParentLooks } from "./parent-looks.ts";
import type { LookWay } from "./request.ts";
import type { StateObserver } from "./state-observer.ts";
import type { Timetable, WatcherContext } from "./watcher-context.ts";

/** How a list shows operations. */
export interface ListSighting {
  readonly asked: number;
  /** When the look began. */
  readonly at: number;
  /** Rows come without metadata. */
  readonly isPartial: boolean;
  /** Where the next looks rest. */
  readonly timetable: Timetable;
}

/**
 * What a watcher knows of one name: its raw operation, its lifecycle, its loop of looks and its cancellation.
 *
 * Shared by all views of the name. It looks only while somebody observes it. A class, since there may be a
 * hundred thousand of it.
 */
export class TrackedOperation
  extends Observed
  implements LookTarget<Operation>, CancellationTarget
{
  readonly name: string;
  /** Everything known, in one value; the same reference until something changes. */
  state: OperationState | undefined;
  version = 0;
  outcome: Outcome | undefined;
  lostBecause: LostReason | undefined;
  /** The latest request to cancel, once there is one. */
  cancellation: Cancellation | undefined;
  readonly #context: WatcherContext;
  /** Made when somebody has it looked at. */
  #loop: LookLoop<Operation> | undefined;
  #lifecycle: Lifecycle;
  #sight: Sight | undefined;
  #appliedAsk = 0;
  #pollError: RpcError | undefined;
  #listed: ParentLooks | null | undefined;
  /** The operation was seen without its metadata. */
  #isPartial = false;
  /** Its metadata says that it is being cancelled. */
  #isCancelling = false;
  #pace: Pace | undefined;

  constructor(name: string, context: WatcherContext) {
    super();
    this.name = name;
    this.#context = context;
    this.#lifecycle = context.initial;
  }

  get isSeen(): boolean {
    return this.#sight !== undefined;
  }

  /** Some look has found it. */
  get wasAnswered(): boolean {
    return this.#appliedAsk > 0;
  }

  /** It is time for a look, and none has begun. */
  get isDue(): boolean {
    return this.#loop?.isDue === true;
  }

  /** Where it may be looked at together with others. */
  get listed(): ParentLooks | undefined {
    if (this.#listed === undefined) {
      this.#listed = this.#context.planner.listOf(this.name) ?? null;
    }
    return this.#listed ?? undefined;
  }

  /** Tells each new state from now on, and has the operation looked at for all but passive observers. */
  observe(observer: StateObserver): void {
    if (!this.isInUse) this.#context.hold(this);
    this.add(observer);
    if (!observer.isPassive) this.attend();
  }

  /** The observer is told no more; when the last one has left, nothing is looked at. */
  unobserve(observer: StateObserver): void {
    this.remove(observer);
    if (!this.isObserved) this.#rest();
    if (!this.isInUse) this.#context.remember(this);
  }

  /** Somebody has come who observes: looks, and looks again if contact was lost. */
  attend(): void {
    if (this.outcome !== undefined) return;
    if (this.lostBecause === undefined) {
      this.#looks().start();
      if (this.#isPartial && this.wantsMetadata) this.lookNow();
    } else {
      this.#resume();
      this.publish();
    }
  }

  /** Takes an operation that somebody else got, such as the answer of the call that started it. */
  tell(operation: Operation): void {
    const reading = readOperation(operation);
    if (this.outcome === undefined && this.#isTelling(reading)) {
      this.#apply(operation, reading, this.#appliedAsk, false);
    }
  }

  #isTelling(reading: OperationReading): boolean {
    if (reading.type === "running") return !this.isSeen;
    // An end that doesn't say how counts from a get only, if there can be one.
    return (reading.type === "done" && !isBareEnd(reading)) || this.name === "";
  }

  /** Asks to cancel. Asking again while a cancellation is open is the same cancellation. */
  cancel(): Cancellation {
    if (this.cancellation?.isOpen) return this.cancellation;
    const cancellation = new Cancellation(this, this.#context);
    if (this.outcome !== undefined) {
      cancellation.ended(this.outcome);
      return cancellation;
    }
    this.cancellation = cancellation;
    if (this.lostBecause !== undefined) this.#resume();
    this.advance("cancel");
    this.#looks().sooner();
    cancellation.send();
    this.#context.remember(this);
    this.publish();
    return cancellation;
  }

  /** Takes the lifecycle one event further. */
  advance(event: LifecycleEvent["type"]): void {
    this.#lifecycle = this.#lifecycle.after(event);
  }

  lookSooner(): void {
    this.#looks().sooner();
  }

  lookNow(): void {
    const { isDue } = this;
    this.#looks().now();
    if (isDue) this.#listed?.left();
  }

  lookDue(isAsked: boolean): void {
    if (isAsked) this.lookBy("get");
    else this.#context.planner.add(this);
  }

  /** Begins the look that is due. */
  lookBy(way: "get" | "wait"): void {
    this.#looks().begin(way);
  }

  look(way: LookWay, delayMs: number): Observable<Operation> {
    const { calls, requestTimeoutMs: timeoutMs } = this.#context;
    if (way === "get") return lookByGet(calls, this.name, { timeoutMs });
    const longestMs = 0.8 * timeoutMs;
    // Who comes to look at metadata doesn't wait for what is held that long.
    this.#isPartial ||= !this.wantsMetadata;
    const holdMs = this.#isPartial ? longestMs : Math.min(delayMs, longestMs);
    return lookByWait(calls, this.name, { holdMs, timeoutMs });
  }

  /** Takes the answer of a look of its own. */
  answered(operation: Operation, asked: number, way: LookWay = "get"): void {
    const { bareEnds, counters, planner } = this.#context;
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
    const before = this.#sight;
    this.sighted(operation, reading, asked, way === "get");
    if (before !== undefined) this.#expect(before);
  }

  /** Takes the answer of a get that wasn't one of its own looks, but came when one was due. */
  shown(operation: Operation, asked: number): void {
    this.#looks().sighted(this.#context.now());
    this.answered(operation, asked);
  }

  /** Takes a row of a list. Gives whether a look is needless for now. */
  listedAs(row: Operation, { asked, at, isPartial, timetable }: ListSighting): boolean {
    if (!this.isObserved || (isPartial && this.wantsMetadata)) return false;
    const isNews = row.done || !isPartial || !this.isSeen || this.#pollError !== undefined;
    if (isNews) {
      const reading = readOperation(row);
      if (!this.#context.bareEnds.believes(row, reading)) return false;
      this.sighted(row, reading, asked);
      this.#isPartial = isPartial;
    }
    this.#context.counters.looks.list += 1;
    this.#looks().sighted(at, timetable);
    return true;
  }

  /** Takes a row of a list that somebody else asked for. */
  listedElsewhere(row: Operation, reading: OperationReading, asked: number): void {
    this.#loop?.sighted(this.#context.now());
    this.sighted(row, reading, asked);
  }

  /** Takes the answer of a look; only one by get can judge a refused cancellation. */
  sighted(operation: Operation, reading: OperationReading, asked: number, isGet = false): void {
    this.#isPartial = false;
    if (this.lostBecause !== undefined) this.#resume();
    this.#apply(operation, reading, asked, isGet);
  }

  /** Takes the failure of a look that was one for many: it counts as one of its own if one was due. */
  missed(error: RpcError, timetable?: Timetable): void {
    if (this.outcome !== undefined) return;
    if (this.isDue) {
      this.#looks().missed(error, timetable);
    } else {
      this.#pollError = error;
      this.publish();
    }
  }

  #looks(): LookLoop<Operation> {
    this.#loop ??= new LookLoop(this, this.#context);
    return this.#loop;
  }

  #apply(operation: Operation, reading: OperationReading, asked: number, isGet: boolean): void {
    if (this.outcome !== undefined) return;
    const before = this.#lifecycle;
    // A later look may have answered already. Only an end is never out of date.
    const isStale = reading.type === "running" && asked < this.#appliedAsk;
    const isNews = !isStale && this.#take(operation, asked);
    if (reading.type !== "running") this.#end(reading, operation);
    else if (isGet) this.cancellation?.seenAlive(asked);
    if (!isStale && this.outcome === undefined && this.#isCancelling) this.advance("cancelling");
    if (isNews || before !== this.#lifecycle) this.publish();
  }

  /** Keeps what is seen; gives whether there is anything new to tell. */
  #take(operation: Operation, asked: number): boolean {
    const isNew = !isSame(operation, this.#sight?.operation);
    const isNews = isNew || this.#pollError !== undefined;
    this.#appliedAsk = Math.max(this.#appliedAsk, asked);
    this.#pollError = undefined;
    if (isNew) {
      const { now, readMetadata, startedAt } = this.#context;
      const reading = readMetadata(operation);
      this.#isCancelling = reading?.cancelling === true;
      this.#sight = sightOf(this.name, operation, reading, startedAt + now());
    }
    return isNews;
  }

  failed(error: RpcError, failure: PollFailure): void {
    const verdict = this.#context.pollErrors.judge(error, failure);
    this.#pollError = error;
    if (verdict.type === "lost") {
      this.#rest();
      this.lostBecause = verdict.reason;
      this.advance("lost");
      this.cancellation?.contactLost(verdict.reason);
    }
    this.publish();
  }

  /** Makes a new state of what is known and tells the observers, each state after the one before. */
  publish(): void {
    this.version += 1;
    const { name, lostBecause, outcome } = this;
    const { phase } = this.#lifecycle;
    const cancellation = this.cancellation?.outcome;
    const [pollError, sight] = [this.#pollError, this.#sight];
    const known = { name, sight, phase, outcome, lostBecause, cancellation, pollError };
    this.state = describeState(known);
    // Once there was more to tell, what is seen is a state of its own again later.
    if (sight !== undefined && this.state !== sight && outcome === undefined) {
      this.#sight = { ...sight };
    }
    this.announce(this.state, this.version);
  }

  #end(reading: Exclude<OperationReading, { type: "running" }>, { metadata }: Operation): void {
    const outcome: Outcome =
      reading.type === "done" ? reading.outcome : { type: "malformed", problem: reading.problem };
    this.outcome = outcome;
    this.advance("done");
    this.#rest();
    this.cancellation?.ended(outcome);
    const endTime = (metadata as { endTime?: unknown } | undefined | null)?.endTime;
    if (typeof endTime !== "string") return;
    const lagMs = this.#context.scheduler.now() - Date.parse(endTime);
    if (!Number.isNaN(lagMs)) this.#context.counters.lagged(lagMs);
  }

  #rest(): void {
    const { isDue } = this;
    this.#loop?.stop();
    if (isDue) this.#listed?.left();
  }

  /** Where progress tells when the end is likely, the next look comes then, if it would come later otherwise. */
  #expect(before: Sight): void {
    const progress = this.state?.progress;
    if (!isShare(progress) || !isShare(before.progress) || this.outcome !== undefined) return;
    const at = this.#context.now();
    this.#pace ??= new Pace(before.progress, before.seenAt - this.#context.startedAt);
    const leftMs = this.#pace.leftMs(progress, at);
    if (leftMs === undefined) return;
    const likelyAt = at + Math.max(Math.ceil(leftMs), this.#context.backoff.minMs);
    if (this.#looks().within(likelyAt)) this.#pace.guessed();
  }

  /** Contact is to be had again: a fresh budget and an immediate look. */
  #resume(): void {
    this.advance("resume");
    this.lostBecause = undefined;
    this.#pollError = undefined;
    this.#looks().reset();
    this.cancellation?.reopen();
    if (this.isObserved) this.#looks().start();
  }
}

function isShare(progress: number | undefined): progress is number {
  return progress !== undefined && progress >= 0 && progress <= 1;
}

/** Nested too deeply to be compared is not the same. */
function isSame(a: Operation, b: Operation | undefined): boolean {
  try {
    return dequal(a, b);
  } catch {
    return false;
  }
}
