import { type OperationsBindings, standardBindings } from "@rx-lro/core/http";
import type { Any, MetadataReading } from "@rx-lro/core/protocol";
import type { HttpOperationsOptions } from "../http-operations-options.ts";
import { operationParent } from "../operation-parent.ts";

/** What {@link googleApi} needs to know. */
export interface GoogleApiOptions {
  /** Such as `run.googleapis.com`. */
  readonly host: string;
  /** Such as `v2`. */
  readonly version: string;
  /**
   * Where the service reads wait's timeout: most that have wait read the query (aiplatform), some the body
   * (run, translate).
   *
   * @defaultValue none: most services don't implement wait
   */
  readonly wait?: "query" | "body";
}

/**
 * Any Google API whose operations are at `/{version}/{name}`, as nearly all are.
 *
 * @throws TypeError when `host` is more than a host.
 */
export function googleApi({ host, version, wait }: GoogleApiOptions): HttpOperationsOptions {
  if (!/^[\w.-]+(:\d+)?$/.test(host)) {
    throw new TypeError('host must be like "run.googleapis.com", without "https://" or a path');
  }
  const { wait: waitBinding, ...others } = standardBindings({ version, ...(wait && { wait }) });
  const bindings: OperationsBindings = wait ? { ...others, wait: waitBinding } : others;
  return { baseUrl: `https://${host}`, bindings, listParent: operationParent, readMetadata };
}

function readMetadata(metadata: Any): MetadataReading {
  const { requestedCancellation, cancelRequested, state, updateTime } = metadata as Fields;
  const progress = readProgress(metadata);
  return {
    ...(progress !== undefined && { progress }),
    cancelling:
      requestedCancellation === true || cancelRequested === true || state === "CANCELLING",
    ...(typeof updateTime === "string" && { updateTime }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** Spanner has `progressPercent` inside `progress`; others have a fraction or a percentage there. */
function readProgress(metadata: Fields): number | undefined {
  const { progressPercent, progressPercentage, progress } = metadata;
  const percent = progressPercent ?? progressPercentage;
  if (percent !== undefined) return fraction(Number(percent) / 100);
  if (typeof progress === "object" && progress !== null) return readProgress(progress as Fields);
  if (typeof progress !== "number" || progress === 1) return undefined; // 1 may be all of it, or one percent
  return fraction(progress > 1 ? progress / 100 : progress);
}

function fraction(number: number): number | undefined {
  return number >= 0 && number <= 1 ? number : undefined;
}
