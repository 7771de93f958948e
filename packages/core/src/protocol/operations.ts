import type { Any } from "./any.ts";
import type { Operation } from "./operation.ts";

/**
 * google.longrunning.Operations: one method per RPC. One call, no polling, no hidden waiting.
 *
 * Implemented by transports, engines and decorators; consumed by the watcher and the HTTP handler. Every
 * method rejects with an `RpcError`, or with `signal.reason` untouched when its signal aborts.
 */
export interface Operations {
  getOperation(request: OperationRequest, options?: CallOptions): Promise<Operation>;
  listOperations(
    request: ListOperationsRequest,
    options?: CallOptions,
  ): Promise<ListOperationsResponse>;
  /** Asks to cancel, best effort: resolves when the service has accepted the request, not when the operation ends. */
  cancelOperation(request: OperationRequest, options?: CallOptions): Promise<void>;
  /** Forgets the operation; doesn't cancel it. */
  deleteOperation(request: OperationRequest, options?: CallOptions): Promise<void>;
  /** Answers when the operation is done or the time is over, with its latest state. */
  waitOperation(request: WaitOperationRequest, options?: CallOptions): Promise<Operation>;

  /** The identity of the service, such as its base URL; a name is unique within it. */
  readonly service?: string;
  /** What the service implements; anything else rejects with UNIMPLEMENTED and sends no request. */
  readonly methods?: ReadonlySet<OperationsMethod>;
  /** The parent whose list shows the operation. */
  listParent?(name: string): string | undefined;
  /** What the service's metadata says of progress and cancellation. */
  readMetadata?(metadata: Any): MetadataReading;
}

/** The five methods, by the words that AIP-151 uses. */
export type OperationsMethod = "get" | "list" | "cancel" | "delete" | "wait";

/** Names one operation. */
export interface OperationRequest {
  readonly name: string;
}

/** A page of the operations of a parent. Source: AIP-132, AIP-158. */
export interface ListOperationsRequest {
  /** The parent, such as `projects/p`; `name` in the proto. */
  readonly name: string;
  /** AIP-160. What can be filtered on is the service's choice. */
  readonly filter?: string;
  /** At most this many; a service may give fewer. @defaultValue the service's choice */
  readonly pageSize?: number;
  /** From the previous answer; all other fields must be the same. */
  readonly pageToken?: string;
  /** Answer even if some locations can't be reached; newer services only. */
  readonly returnPartialSuccess?: boolean;
}

/** One page. Only an absent or empty `nextPageToken` ends a list; a page may be empty before that. */
export interface ListOperationsResponse {
  readonly operations: readonly Operation[];
  readonly nextPageToken?: string;
  /** Locations that could not be asked. */
  readonly unreachable?: readonly string[];
}

/** Names one operation and how long to wait for it. */
export interface WaitOperationRequest {
  readonly name: string;
  /** How long the service may hold the answer back. */
  readonly timeoutMs?: number;
}

/** How one call is made. */
export interface CallOptions {
  /** Ends the call: it rejects with `signal.reason`. If already aborted, nothing is sent. */
  readonly signal?: AbortSignal | undefined;
  /** Rejects with DEADLINE_EXCEEDED after this time. */
  readonly timeoutMs?: number;
  /** `false`: one attempt, whatever the implementation would retry. */
  readonly retry?: false;
  /** A field mask for the answer, such as `name,done,error`, where the service understands one. */
  readonly fields?: string;
}

/** What a service's metadata says, in terms that fit every service. */
export interface MetadataReading {
  /** From 0 to 1. May fall when the service starts the work again. */
  readonly progress?: number;
  /** Somebody asked to cancel and the service is working on it. */
  readonly cancelling?: boolean;
  /** RFC 3339. */
  readonly updateTime?: string;
}
