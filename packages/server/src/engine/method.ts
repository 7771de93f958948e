import type { StandardSchemaV1 } from "@standard-schema/spec";
import { badRequest } from "../bad-request.ts";
import type { JsonOf } from "../json.ts";

/**
 * What a running method is given. `Metadata`: the fields that it reports, as in
 * `MethodContext<{ progress: number }>`.
 */
export interface MethodContext<Metadata extends object = Readonly<Record<string, unknown>>> {
  /** The operation's name. */
  readonly name: string;
  /** From 1; higher when the operation runs again because its engine ended before it did. Each run has its own. */
  readonly attempt: number;
  /** Aborts when somebody cancels the operation, the engine closes, or another process has taken the operation over. */
  readonly signal: AbortSignal;
  /**
   * Sets these fields of the operation's metadata: a field that was reported before is replaced, others
   * stay. Ignored once the operation has ended. Watchers show `progress`, a number from 0 to 1.
   *
   * @throws TypeError when they aren't JSON.
   */
  report(metadata: Readonly<Partial<Metadata>>): void;
}

/**
 * Does the work; what it resolves to is the response.
 *
 * An object becomes the response's fields (with its own `@type`, if it has one), undefined a
 * google.protobuf.Empty, anything else a google.protobuf.Value. An `RpcError` ends the operation with its
 * status, any other error with UNKNOWN and its message. To honour a cancellation, reject with
 * `signal.reason` or any AbortError.
 */
export type MethodHandler<Input, Output> = (
  input: Input,
  context: MethodContext,
) => Output | Promise<Output>;

/** A method with facts about it. */
export interface MethodDefinition<
  Input,
  Output,
  Schema extends StandardSchemaV1 = StandardSchemaV1,
> {
  readonly run: MethodHandler<Input, Output>;
  /**
   * Checks inputs before they are stored: a schema that implements Standard Schema (Zod, Valibot, ArkType, …). The
   * handler is given its output, as JSON. @defaultValue takes any JSON
   */
  readonly input?: Schema;
  /** `false`: cancelling is answered with UNIMPLEMENTED. @defaultValue true */
  readonly cancellable?: boolean;
  /**
   * What becomes of an operation that was running when its process was killed or its engine closed, once the engine
   * is opened again: it runs again, with a higher `attempt`, or ends with ABORTED. One that was queued just runs.
   *
   * @defaultValue `"rerun"`: a method that may run twice loses nothing; choose `"fail"` for one that may not
   */
  readonly onInterruption?: "rerun" | "fail";
  /** The type URL of the metadata. @defaultValue `type.googleapis.com/rx_lro.<Method>Metadata` */
  readonly metadataType?: string;
  /** The type URL of the response. @defaultValue `type.googleapis.com/rx_lro.<Method>Response` */
  readonly responseType?: string;
}

/** What an engine can start: a handler, or a handler with facts about it. */
export type Method<Input, Output> = MethodHandler<Input, Output> | MethodDefinition<Input, Output>;

/** An engine's methods by name. A handler that doesn't say what it takes is given anything. */
// biome-ignore lint/suspicious/noExplicitAny: with `unknown` no other handler fits, with `never` that one can't be started
export type Methods = Readonly<Record<string, Method<any, unknown>>>;

/**
 * Methods whose inputs have these schemas, if any, by name: a handler takes what its schema makes of an input, as JSON.
 *
 * TypeScript infers the schemas first, and from them what handlers take.
 */
export type MethodsWith<Schemas> = {
  // Of methods whose type was declared elsewhere, only that they may have some schema is known.
  readonly [K in keyof Schemas]: StandardSchemaV1 extends Schemas[K]
    ? Methods[string]
    : Schemas[K] extends StandardSchemaV1
      ? MethodDefinition<JsonOf<StandardSchemaV1.InferOutput<Schemas[K]>>, unknown, Schemas[K]>
      : Methods[string];
};

/** The input that a method takes: its schema's, or else its handler's. */
export type InputOf<M> = M extends { readonly input: infer Schema extends StandardSchemaV1 }
  ? StandardSchemaV1.InferInput<Schema>
  : M extends Method<infer Input, unknown>
    ? Input
    : never;

/** A method with its defaults filled in. */
export interface ResolvedMethod
  extends Required<Omit<MethodDefinition<unknown, unknown>, "input">> {
  readonly input: StandardSchemaV1 | undefined;
}

/**
 * Fills in the defaults of methods.
 *
 * @throws TypeError when one can't be run.
 */
export function resolveMethods(methods: unknown): ReadonlyMap<string, ResolvedMethod> {
  const all = Object.entries(methods as Methods);
  return new Map(all.map(([name, method]) => [name, resolve(name, method)]));
}

/**
 * The method of a name.
 *
 * @throws RpcError INVALID_ARGUMENT when there is none.
 */
export function findMethod(
  methods: ReadonlyMap<string, ResolvedMethod>,
  name: string,
): ResolvedMethod {
  const method = methods.get(name);
  if (method !== undefined) return method;
  const known = [...methods.keys()].join(", ");
  throw badRequest("method", `there is no ${JSON.stringify(name)}; known methods: ${known}`);
}

function resolve(name: string, method: Methods[string]): ResolvedMethod {
  const definition = typeof method === "function" ? { run: method } : method;
  if (typeof definition?.run !== "function") {
    throw new TypeError(
      `the method ${name} is neither a function nor an object with a run function`,
    );
  }
  return {
    // Inputs are checked where `start` is called, by the method's own type.
    run: definition.run as MethodHandler<unknown, unknown>,
    input: definition.input,
    cancellable: definition.cancellable ?? true,
    onInterruption: checkInterruption(name, definition.onInterruption ?? "rerun"),
    metadataType: definition.metadataType ?? metadataTypeOf(name),
    responseType: definition.responseType ?? `${typeUrl(name)}Response`,
  };
}

/** The type URL of a method's metadata, unless the method says otherwise. */
export function metadataTypeOf(method: string): string {
  return `${typeUrl(method)}Metadata`;
}

function typeUrl(method: string): string {
  return `type.googleapis.com/rx_lro.${method.charAt(0).toUpperCase()}${method.slice(1)}`;
}

function checkInterruption(name: string, choice: "rerun" | "fail"): "rerun" | "fail" {
  if (choice === "rerun" || choice === "fail") return choice;
  throw new TypeError(
    `onInterruption of the method ${name} must be "rerun" or "fail", not ${choice}`,
  );
}
