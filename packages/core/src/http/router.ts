import type { OperationsMethod } from "../protocol/operations.ts";
import type { HttpBinding, OperationsBindings } from "./bindings.ts";
import { createPathMatcher } from "./path-matcher.ts";

/** The method that an HTTP request means. */
export interface Route {
  readonly method: OperationsMethod;
  readonly binding: HttpBinding;
  /**
   * What the path says, usually `name`; the query or the body has the rest.
   *
   * As it was sent, percent-encoded, so that a `%2F` can be told from a `/`, and from one in the name itself (`%252F`).
   */
  readonly fields: Readonly<Record<string, string>>;
}

/** Which method of the service a request means: the server's side of the bindings. */
export interface Router {
  /** @param path - The encoded path without its query. */
  route(httpMethod: string, path: string): Route | undefined;
  /** The HTTP methods that the path allows, for a 405; none means 404. */
  allowedMethods(path: string): readonly string[];
}

// `**` may match nothing and `:cancel` fits a name, so the more specific paths are tried first.
const ORDER = ["cancel", "wait", "list", "get", "delete"] as const;

/**
 * A router over bindings.
 *
 * @throws TypeError when a binding's path isn't a template.
 */
export function createRouter(bindings: OperationsBindings): Router {
  const routes = ORDER.flatMap((method) => {
    const binding = bindings[method];
    return binding === undefined
      ? []
      : [{ method, binding, match: createPathMatcher(binding.path) }];
  });
  return {
    route(httpMethod, path) {
      for (const { method, binding, match } of routes) {
        const fields = binding.method === httpMethod ? match(path) : undefined;
        if (fields !== undefined) return { method, binding, fields };
      }
      return undefined;
    },
    allowedMethods(path) {
      const fitting = routes.filter(({ match }) => match(path) !== undefined);
      return [...new Set(fitting.map(({ binding }) => binding.method))];
    },
  };
}
