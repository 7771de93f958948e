/// <reference lib="esnext.disposable" preserve="true" />
import type { Operation, Operations } from "@rx-lro/core/protocol";
import type { InputOf, Methods } from "./method.ts";

/** `Operations` that can also start work. Closing it aborts what runs. */
export interface Engine<M = Methods> extends Operations, AsyncDisposable {
  /**
   * Starts a method and resolves before this process calls its handler. The input is copied as JSON.
   *
   * @throws RpcError INVALID_ARGUMENT for an unknown method, a bad parent, a parent or requestId of more than 500
   * characters, an input that isn't JSON or that the method's schema refuses;
   * RESOURCE_EXHAUSTED with a RetryInfo when `maxQueued` operations are queued.
   */
  start<K extends keyof M & string>(
    method: K,
    input: InputOf<M[K]>,
    options?: StartOptions,
  ): Promise<Operation>;
  /**
   * Aborts the running methods, keeps the queued ones from running and rejects held waits; every later call
   * rejects with UNAVAILABLE. Resolves when the methods have settled, or after `closeGraceMs` if they haven't.
   *
   * Operations that complete or fail by then have ended. A memory engine loses the rest; a durable one resumes them
   * when it is opened again.
   */
  close(): Promise<void>;
}

/** How an operation is started. */
export interface StartOptions {
  /** The parent whose list shows the operation, such as `projects/p`. @defaultValue none: `operations/{id}` */
  readonly parent?: string;
  /** Starting the same method under the same parent with the same id returns the same operation (AIP-155). */
  readonly requestId?: string;
  /** Metadata from the beginning on, as if reported. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}
