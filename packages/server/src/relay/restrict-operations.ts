import {
  Code,
  type Operation,
  type Operations,
  type OperationsMethod,
  RpcError,
} from "@rx-lro/core/protocol";

/** Which methods and names of some operations may be used. */
export interface Restriction {
  /** @defaultValue all that the operations have */
  readonly methods?: readonly OperationsMethod[];
  /** Whether an operation's name, or for list its parent's, may be used. @defaultValue any */
  readonly names?: (name: string) => boolean;
}

/**
 * Operations of which only some methods and names can be used: other calls reject with PERMISSION_DENIED and send no
 * request. Lists show the operations whose names may be used.
 *
 * With a client's operations behind a handler this makes a relay: browsers watch through your own server, which holds
 * the credentials.
 *
 * @example
 * ```ts
 * import { createOperationsHandler, restrictOperations } from "@rx-lro/server";
 * import { createHttpOperations, earthEngine } from "@rx-lro/transport-http";
 * const operations = createHttpOperations({
 *   ...earthEngine({ version: "v1" }),
 *   accessToken: async () => "…",
 * });
 * const relay = createOperationsHandler(
 *   restrictOperations(operations, {
 *     methods: ["get", "list", "cancel"],
 *     names: (name) => name === "projects/p" || name.startsWith("projects/p/operations/"),
 *   }),
 * );
 * ```
 */
export function restrictOperations(operations: Operations, restriction: Restriction): Operations {
  const { methods: given, names = () => true } = restriction;
  const { methods: own, service } = operations;
  const methods = given && new Set(given.filter((method) => own === undefined || own.has(method)));

  function check(method: OperationsMethod, name: string): void {
    if (given !== undefined && !given.includes(method)) {
      throw new RpcError(Code.PERMISSION_DENIED, `${method} may not be used here`);
    }
    if (!names(name)) {
      throw new RpcError(Code.PERMISSION_DENIED, `${JSON.stringify(name)} may not be used here`);
    }
  }

  return {
    async getOperation(request, options) {
      check("get", request.name);
      return await operations.getOperation(request, options);
    },
    async listOperations(request, options = {}) {
      check("list", request.name);
      // The mask stays here: it may leave out the names.
      const { fields: _, ...unmasked } = options;
      const page = await operations.listOperations(request, unmasked);
      const isShown = ({ name = "" }: Partial<Operation>) => names(name);
      return { ...page, operations: page.operations.filter(isShown) };
    },
    async cancelOperation(request, options) {
      check("cancel", request.name);
      await operations.cancelOperation(request, options);
    },
    async deleteOperation(request, options) {
      check("delete", request.name);
      await operations.deleteOperation(request, options);
    },
    async waitOperation(request, options) {
      check("wait", request.name);
      return await operations.waitOperation(request, options);
    },
    ...(service !== undefined && { service }),
    ...((methods ?? own) && { methods: methods ?? own }),
    ...(operations.listParent && { listParent: (name) => operations.listParent?.(name) }),
    ...(operations.readMetadata && {
      readMetadata: (metadata) => operations.readMetadata?.(metadata) ?? {},
    }),
  };
}
