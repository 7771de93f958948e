import { createRouter, type OperationsBindings, type Route } from "@rx-lro/core/http";

/** What a request's method and path mean. */
interface Routing {
  readonly route: Route | undefined;
  /** Without a route, the HTTP methods that the path has routes for; none when there is no such path. */
  readonly allowed: readonly string[];
}

/** Finds which of the service's methods a request means. */
export type Routes = (httpMethod: string, path: string) => Routing;

/**
 * Routes over bindings. A `{version}` in a path is a version as Google writes it (`v1`, `v1beta1`), and a path with
 * a verb means only that verb: `GET …:cancel` doesn't get an operation whose name ends like that.
 *
 * @throws TypeError when a binding's path isn't a template.
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
