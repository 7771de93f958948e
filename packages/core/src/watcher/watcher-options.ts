import { asyncScheduler, type SchedulerLike } from "rxjs";
import type { PlanOptions } from "../plan/planner.ts";
import { atLeast } from "../polling/at-least.ts";
import { type BackoffPolicy, createBackoffPolicy } from "../polling/backoff.ts";
import type { BudgetOptions } from "../polling/budget.ts";
import { type PollErrorPolicy, pollErrorPolicy } from "../polling/poll-errors.ts";
import { MAX_TIMER_MS } from "../polling/schedule.ts";

/** How a watcher looks. Times are in ms. */
export interface WatcherOptions {
  /** The delays from look to look. @defaultValue `exponentialBackoff()`: 1 s × 1.5 up to 15 s, +20 % jitter */
  readonly backoff?: BackoffPolicy;
  /** The ways in which it looks: by get, by list, by wait. */
  readonly plan?: PlanOptions;
  /** How many requests it makes at most. */
  readonly budget?: BudgetOptions;
  /**
   * When failed looks mean that contact is lost, and failed requests to cancel that they are repeated no more.
   *
   * @defaultValue `pollErrorPolicy()`: ten in a row and 5 min
   */
  readonly pollErrors?: PollErrorPolicy;
  /** How long a name that was never seen may be NOT_FOUND: new names lag. @defaultValue 5 000 */
  readonly notFoundGraceMs?: number;
  /** The longest wait that a service's hint can ask for. @defaultValue 600 000 */
  readonly maxHintMs?: number;
  /** A look or a request to cancel that isn't answered within this time has failed. @defaultValue 30 000 */
  readonly requestTimeoutMs?: number;
  /** How many operations that nobody watches any more are kept in memory. @defaultValue 1 000 */
  readonly remember?: number;
  /** Where all time comes from. @defaultValue rxjs' `asyncScheduler` */
  readonly scheduler?: SchedulerLike;
}

/** The options with their defaults, checked. */
export function watcherSettings(options: WatcherOptions): Required<WatcherOptions> {
  const settings = {
    backoff: options.backoff ?? createBackoffPolicy({}),
    plan: options.plan ?? {},
    budget: options.budget ?? {},
    pollErrors: options.pollErrors ?? pollErrorPolicy(),
    notFoundGraceMs: options.notFoundGraceMs ?? 5000,
    maxHintMs: options.maxHintMs ?? 600_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
    remember: options.remember ?? 1000,
    scheduler: options.scheduler ?? asyncScheduler,
  };
  for (const name of ["notFoundGraceMs", "maxHintMs", "requestTimeoutMs", "remember"] as const) {
    atLeast(name, settings[name], 0);
  }
  // The longest that transports can take; a request that holds a wait takes up to twice as long.
  settings.requestTimeoutMs = Math.min(settings.requestTimeoutMs, MAX_TIMER_MS / 2);
  return settings;
}
