import type { Operation, Operations } from "@rx-lro/core";

/**
 * A kind of work that a subject can start. `standardResponse` and `standardFailure` say how each ends.
 *
 * `succeed`, `succeedBare`, `fail` and `endCancelled` end by themselves within a moment: with the standard
 * response, with an empty one or none, with the standard failure, with code 1 although nobody asked to cancel.
 * `reporting` ends as `succeed` does, and by then its metadata has what `standardMetadata` says.
 *
 * The others run, and react to a request to cancel: `untilCancelled` and `gate` end with code 1, `stubborn` ends
 * with the standard response all the same, `breaking` ends with code 15 (DATA_LOSS), and `uncancellable` answers
 * the request with UNIMPLEMENTED. `gate` and `uncancellable` end with the standard response once released;
 * `stubborn` may do so by itself after a while.
 *
 * `oddlyNamed` runs for a while, accepts a request to cancel, and has a name with `+` and `=` in it.
 */
export type Kind =
  | "succeed"
  | "succeedBare"
  | "reporting"
  | "fail"
  | "endCancelled"
  | "untilCancelled"
  | "stubborn"
  | "breaking"
  | "uncancellable"
  | "gate"
  | "oddlyNamed";

/**
 * What a scenario may need of a subject: a kind of work, a method of the service other than get, or more.
 *
 * `queue`: it runs `concurrency` operations at a time, and a queued one that is cancelled never begins.
 * `insight`: `isCancelled`. `requestCount`: `requestCount`. `errorDetails`: the error for a bad field has a
 * google.rpc.BadRequest that names it. `listParent`: the operations have it. `filter`: list takes filters of AIP-160 on
 * `name` and `done`.
 */
export type Capability =
  | Kind
  | "list"
  | "cancel"
  | "delete"
  | "wait"
  | "queue"
  | "insight"
  | "requestCount"
  | "errorDetails"
  | "listParent"
  | "filter";

/** An implementation of `Operations` to try, and what else scenarios need. */
export interface Subject {
  readonly operations: Operations;
  /** Starts work; under `parent`, which `createParent` made, if a scenario passes one. */
  start(kind: Kind, parent?: string): Promise<Operation>;
  /** A name as the service gives them, which no operation has. */
  readonly unknownName: string;
  /** What it can't do; scenarios that need it are not applicable. @defaultValue nothing */
  readonly lacks?: readonly Capability[];

  /** A parent without operations, a new one at each call. For `list`. */
  createParent?(): string | Promise<string>;
  /** Lets a `gate` or an `uncancellable` end, even one that was deleted. */
  release?(name: string): void | Promise<void>;
  /** Whether the work of a `gate` was told to stop, even if the operation was deleted. For `insight`. */
  isCancelled?(name: string): boolean | Promise<boolean>;
  /** How many requests `operations` has sent so far. For `requestCount`. */
  requestCount?(): number;
  /** How many operations run at a time. For `queue`. */
  readonly concurrency?: number;
  /** How long a scenario waits for anything before it fails. @defaultValue 3 000 ms */
  readonly patienceMs?: number;
}
