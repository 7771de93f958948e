import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Any } from "../protocol/any.ts";
import { messageOf } from "../protocol/thrown.ts";
import { memoiseLatest } from "./memoise-latest.ts";

/**
 * Turns an Any into an application's type: a function, or any schema that implements Standard Schema (Zod,
 * Valibot, ArkType, …). It throws, or reports issues, when it can't. Synchronous.
 *
 * Of ArkType's schemas pass `schema.assert`: they are functions too, and TypeScript would infer what those return.
 */
export type Decoder<T> = ((any: Any) => T) | StandardSchemaV1<unknown, T>;

/** What a decoder made of an Any: a value, or what was wrong. */
export type Decoded<T> = { readonly value: T } | { readonly problem: string };

/** Runs a decoder. Never throws. */
export function decode<T>(decoder: Decoder<T>, any: Any): Decoded<T> {
  try {
    // Some schemas (ArkType's) are functions too.
    if ("~standard" in decoder) return validated(atOnce(decoder["~standard"].validate(any)));
    return { value: atOnce(decoder(any)) };
  } catch (thrown) {
    return { problem: messageOf(thrown) };
  }
}

/** @throws TypeError for a promise. */
function atOnce<T>(made: T | Promise<T>): T {
  if (!(made instanceof Promise)) return made;
  made.catch(() => {});
  throw new TypeError("the decoder is asynchronous; use a synchronous one");
}

function validated<T>(result: StandardSchemaV1.Result<T>): Decoded<T> {
  // Falsy issues mean success, says the standard.
  if (result.issues) return { problem: result.issues.map(describeIssue).join("; ") };
  return { value: result.value };
}

function describeIssue({ message, path }: StandardSchemaV1.Issue): string {
  const keys = path?.map((part) => String(typeof part === "object" ? part.key : part));
  return keys === undefined || keys.length === 0 ? message : `${keys.join(".")}: ${message}`;
}

/** A decoder that runs once for each Any: the same one gives the same result. */
export function memoised<T>(decoder: Decoder<T>): (any: Any) => Decoded<T> {
  return memoiseLatest((any: Any) => decode(decoder, any));
}
