import type { Any, MetadataReading } from "@rx-lro/core/protocol";
import { checkCount } from "../check-option.ts";
import type { Methods } from "./method.ts";
import type { EngineFacts } from "./operation-metadata.ts";

const DAY_MS = 86_400_000;

/** How any engine runs methods. */
export interface EngineOptions<M = Methods> {
  /** What can be started, by name. */
  readonly methods: M;
  /** How many methods run at a time; the others are queued in order. @defaultValue `Infinity` */
  readonly concurrency?: number;
  /**
   * How many operations may be queued: beyond that, starting is refused with RESOURCE_EXHAUSTED and a RetryInfo.
   *
   * @defaultValue `Infinity`
   */
  readonly maxQueued?: number;
  /** The longest that a wait is held, in milliseconds. @defaultValue 300 000: proxies give up sooner or later */
  readonly maxWaitMs?: number;
  /** How long closing waits for methods that don't honour their signal. @defaultValue 5 000 */
  readonly closeGraceMs?: number;
  /**
   * Shapes the metadata. Filters go by its result, but by the facts for `state`, `createTime`, `startTime`,
   * `updateTime` and `endTime`.
   *
   * @defaultValue what was reported, `state`, times and `cancelRequested`
   */
  readonly metadata?: (facts: EngineFacts) => Any;
  /** Reads the shaped metadata. @defaultValue reads the default metadata and Earth Engine's */
  readonly readMetadata?: (metadata: Any) => MetadataReading;
  /**
   * The identity of the service.
   *
   * @defaultValue in memory a new one for each engine, since its operations die with it; else the file's path, or
   * one kept in the PostgreSQL database
   */
  readonly service?: string;
}

/** How an engine keeps operations that outlive its process. */
export interface DurableEngineOptions<M = Methods> extends EngineOptions<M> {
  /**
   * How long an operation is kept after its end, in milliseconds; `Infinity` keeps it until it is deleted.
   *
   * @defaultValue 30 days, the rule of thumb of AIP-151
   */
  readonly retentionMs?: number;
  /**
   * How often an operation is run if every run is interrupted; then it ends with ABORTED.
   *
   * @defaultValue 10: one that takes its process down must come to an end, but restarts interrupt innocent ones too
   */
  readonly maxAttempts?: number;
}

/**
 * How long operations are kept and how often they are run, with the defaults.
 *
 * @throws RangeError for a value out of range.
 */
export function checkDurability(options: Partial<Durability>): Durability {
  const { retentionMs = 30 * DAY_MS, maxAttempts = 10 } = options;
  if (retentionMs > 0) return { retentionMs, maxAttempts: checkCount("maxAttempts", maxAttempts) };
  throw new RangeError(`retentionMs must be a positive number or Infinity, not ${retentionMs}`);
}

type Durability = Required<Pick<DurableEngineOptions, "retentionMs" | "maxAttempts">>;
