import type { OperationsMethod } from "../protocol/operations.ts";

/**
 * How one method maps to HTTP, as data: a rule of google.api.http.
 *
 * Request fields without a variable in the path travel in the query, or all together in the JSON body if the
 * binding has one. So a list whose path has no `{name}` sends `?name=`.
 *
 * The name is one variable. A service whose paths hold it in pieces, or in another shape (storage's
 * `/b/{bucket}/operations/{id}`), needs a decorator of `Operations` that maps names.
 */
export interface HttpBinding {
  readonly method: "GET" | "POST" | "DELETE";
  /** A path template, such as `/v1/{name=**}:cancel`. */
  readonly path: string;
  /** `"*"`: what isn't in the path is the JSON body. Without it there is no body. */
  readonly body?: "*";
}

/** The bindings of a service; a method without one is not implemented. */
export type OperationsBindings = Readonly<Partial<Record<OperationsMethod, HttpBinding>>>;

/** What {@link standardBindings} needs to know. */
export interface StandardBindingsOptions {
  /** What paths begin with, such as `v1`. */
  readonly version: string;
  /**
   * Where wait's timeout travels.
   *
   * @defaultValue `"body"`, as Earth Engine reads it; most other services that have wait read the query.
   */
  readonly wait?: "body" | "query";
}

/** `{version}/{name}` with `:cancel` and `:wait`, and `{version}/{parent}/operations`: what nearly all services have. */
export function standardBindings({ version, wait = "body" }: StandardBindingsOptions) {
  const path = `/${version}/{name=**}`;
  return {
    get: { method: "GET", path },
    list: { method: "GET", path: `${path}/operations` },
    cancel: { method: "POST", path: `${path}:cancel` },
    delete: { method: "DELETE", path },
    wait: { method: "POST", path: `${path}:wait`, ...(wait === "body" && { body: "*" }) },
  } as const satisfies OperationsBindings;
}
