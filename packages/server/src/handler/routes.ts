import { createRouter, type OperationsBindings, type Route } from "@rx-lro/core/http";

/** What a request's method and path mean. */
interface Routing {
  readonly route: Route | undefined;
  /** Without a route, the HTTP methods that the path has one for; none when it doesn't exist. */
  readonly allowed: readonly string[];
}

/** Which of the service's methods requests mean. */
export type Routes = (httpMethod: string, path: string) => Routing;

/**
 * Routes over bindings. A `{version}` in a path is one as Google writes them (`v1`, `v1beta1`), and a path with
 * a verb means that verb alone: `GET …:cancel` is no operation whose name ends so.
 *
 * @throws TypeError when a path template isn't one.
 */
export function createRoutes(bindings: OperationsBindings): Routes {
  const router = createRouter(bindings);

  function find(httpMethod: string, path: string): Route | undefined {
    const route = router.route(httpMethod, path);
    if (route === undefined) return undefined;
    const { name = "", version = "v1" } = route.fields;
    const isNameless = name === "" && route.method !== "list";
    return isNameless || !/^v\d\w*$/.test(version) ? undefined : route;
  }

  return (httpMethod, path) => {
    const wanted = httpMethod === "HEAD" ? "GET" : httpMethod;
    const possible = find("POST", path) === undefined ? ["GET", "DELETE"] : ["POST"];
    const route = possible.includes(wanted) ? find(wanted, path) : undefined;
    if (route !== undefined) return { route, allowed: [wanted] };
    return { route, allowed: possible.filter((method) => find(method, path) !== undefined) };
  };
}
