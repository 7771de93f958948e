import { type Any, anyTypeName } from "./any.ts";
import { parseDuration } from "./duration.ts";

/** Why it failed, for programs: `reason` is unique within `domain`. */
export interface ErrorInfo {
  readonly reason: string;
  readonly domain: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** When to try again. */
export interface RetryInfo {
  /** A Duration, such as `"1.5s"`. */
  readonly retryDelay?: string;
}

/** Which quotas were exceeded. */
export interface QuotaFailure {
  readonly violations?: readonly {
    readonly subject?: string;
    readonly description?: string;
    readonly [field: string]: unknown;
  }[];
}

/** Which preconditions failed. */
export interface PreconditionFailure {
  readonly violations?: readonly {
    readonly type?: string;
    readonly subject?: string;
    readonly description?: string;
  }[];
}

/** Which fields of the request are wrong. */
export interface BadRequest {
  readonly fieldViolations?: readonly {
    readonly field?: string;
    readonly description?: string;
    readonly reason?: string;
  }[];
}

/** Which resource was meant. */
export interface ResourceInfo {
  readonly resourceType?: string;
  readonly resourceName?: string;
  readonly owner?: string;
  readonly description?: string;
}

/** What to quote to the service's support. */
export interface RequestInfo {
  readonly requestId?: string;
  readonly servingData?: string;
}

/** Stack entries and more, for the service's developers. */
export interface DebugInfo {
  readonly stackEntries?: readonly string[];
  readonly detail?: string;
}

/** Where to read more. */
export interface Help {
  readonly links?: readonly { readonly description?: string; readonly url?: string }[];
}

/** The message in the user's language. */
export interface LocalizedMessage {
  readonly locale?: string;
  readonly message?: string;
}

/** The details of google/rpc/error_details.proto by the full name of their message. */
export interface ErrorDetails {
  "google.rpc.ErrorInfo": ErrorInfo;
  "google.rpc.RetryInfo": RetryInfo;
  "google.rpc.QuotaFailure": QuotaFailure;
  "google.rpc.PreconditionFailure": PreconditionFailure;
  "google.rpc.BadRequest": BadRequest;
  "google.rpc.ResourceInfo": ResourceInfo;
  "google.rpc.RequestInfo": RequestInfo;
  "google.rpc.DebugInfo": DebugInfo;
  "google.rpc.Help": Help;
  "google.rpc.LocalizedMessage": LocalizedMessage;
}

/**
 * The first detail of a type in a Status or an RpcError.
 *
 * @example
 * ```ts
 * import { findDetail, type Status } from "@rx-lro/core";
 * function reasonOf(status: Status): string | undefined {
 *   return findDetail(status, "google.rpc.ErrorInfo")?.reason;
 * }
 * ```
 */
export function findDetail<T extends keyof ErrorDetails>(
  source: { readonly details: readonly Any[] },
  type: T,
): ErrorDetails[T] | undefined {
  const detail = source.details.find((any) => anyTypeName(any) === type);
  return detail as ErrorDetails[T] | undefined;
}

/** Milliseconds that a RetryInfo among the details asks to wait; undefined without one. */
export function retryDelayOf(source: { readonly details: readonly Any[] }): number | undefined {
  const delayMs = parseDuration(findDetail(source, "google.rpc.RetryInfo")?.retryDelay);
  return delayMs === undefined || delayMs < 0 ? undefined : delayMs;
}
