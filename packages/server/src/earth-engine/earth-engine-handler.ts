import { type PathTemplate, parsePathTemplate } from "@rx-lro/core/http";
import type { Operations } from "@rx-lro/core/protocol";
import { answerOperations, answerUnrouted } from "../handler/answer-operations.ts";
import type { OperationsHandler } from "../handler/answer-requests.ts";
import { type Answer, answerRequests } from "../handler/answer-requests.ts";
import type { OperationsCall } from "../handler/call-operations.ts";
import { checkAuthorized } from "../handler/check-authorized.ts";
import { runWithin } from "../handler/deadline.ts";
import { checkLimits } from "../handler/limits.ts";
import type { OperationsHandlerOptions } from "../handler/operations-handler-options.ts";
import { parseMask } from "../handler/partial-response.ts";
import { readBody } from "../handler/read-body.ts";
import { jsonReply } from "../handler/respond.ts";
import { type Algorithm, referenceAlgorithms } from "./algorithm.ts";
import { createBatchHandler } from "./batch-handler.ts";
import { createDiscoveryDocument } from "./discovery-document.ts";
import { parseProject, toOwnProject } from "./own-project.ts";
import { type EarthEngineStart, type EarthEngineStartKind, toStartOptions } from "./start.ts";

const VERSION = /^v1(alpha|beta)?$/;
/** Bytes, as with Earth Engine. */
const LARGEST_BODY = 10_485_760;

/** What is called, and on what: an operation or, for all but its methods, a project such as `projects/p`. */
export interface EarthEngineCall {
  readonly method: OperationsCall["method"] | EarthEngineStartKind | "algorithms";
  readonly name: string;
}

/** How operations are served, and what else is. */
export interface EarthEngineHandlerOptions
  extends Omit<OperationsHandlerOptions, "authorize" | "bindings" | "maxBodyBytes"> {
  /** What the clients can start, and how. @defaultValue nothing: operations are started elsewhere */
  readonly starts?: Readonly<Partial<Record<EarthEngineStartKind, EarthEngineStart>>>;
  /** What expressions are made of; clients need at least one. @defaultValue {@link referenceAlgorithms} */
  readonly algorithms?: readonly Algorithm[];
  /** The largest request body in bytes, also for a batch and its answer. @defaultValue 10 485 760, as with Earth Engine */
  readonly maxBodyBytes?: number;
  /**
   * Where clients find the service, such as `https://ee.example/`: the discovery document sends them there.
   *
   * @defaultValue where they asked for the document, by `http:` if a proxy ends TLS
   */
  readonly rootUrl?: string;
  /** As in `OperationsHandlerOptions`, also for each call in a batch; the discovery document is open to everybody. */
  readonly authorize?: (call: EarthEngineCall, request: Request) => void | Promise<void>;
}

/**
 * Serves operations as Earth Engine does, so that its own clients start, list, read and cancel them unmodified.
 *
 * Besides `projects.operations` it serves the discovery document, `algorithms`, `image:export` and its like, and
 * `/batch`, in v1, v1beta and v1alpha. The clients need metadata in Earth Engine's shape: {@link earthEngineMetadata}.
 *
 * @example
 * ```ts
 * import { createMemoryEngine } from "@rx-lro/server";
 * import { createEarthEngineHandler, earthEngineMetadata } from "@rx-lro/server/earth-engine";
 * const engine = createMemoryEngine({
 *   methods: { exportImage: async (body: Record<string, unknown>) => ({ file: body["description"] }) },
 *   metadata: earthEngineMetadata,
 * });
 * const handler = createEarthEngineHandler(engine, {
 *   starts: { "image:export": (body, options) => engine.start("exportImage", body, options) },
 * });
 * ```
 */
export function createEarthEngineHandler(
  operations: Operations,
  options: EarthEngineHandlerOptions = {},
): OperationsHandler {
  const { starts = {}, algorithms = referenceAlgorithms, authorize } = options;
  const served = { ...options, ...checkLimits({ maxBodyBytes: LARGEST_BODY, ...options }) };
  const { maxBodyBytes, timeoutMs } = served;
  const answerOthers = answerOperations(operations, served);
  const kinds = Object.keys(starts) as EarthEngineStartKind[];
  const routes: readonly OwnRoute[] = [
    toRoute("GET", "algorithms", async () => ({ algorithms })),
    ...kinds.map((kind) =>
      toRoute("POST", kind, async (parent, request) => {
        const body = await readBody(request, maxBodyBytes);
        return starts[kind]?.(body, toStartOptions(kind, parent, body));
      }),
    ),
  ];

  function describe({ pathname, origin, searchParams }: URL): object | undefined {
    const version = searchParams.get("version") ?? "v1";
    if (pathname !== "/$discovery/rest" || !VERSION.test(version)) return undefined;
    const rootUrl = (options.rootUrl ?? origin).replace(/\/?$/, "/");
    return createDiscoveryDocument({ rootUrl, version, kinds });
  }

  const answer: Answer = async (request, url, note) => {
    const { pathname, searchParams } = url;
    const httpMethod = request.method === "HEAD" ? "GET" : request.method;
    const description = httpMethod === "GET" ? describe(url) : undefined;
    if (description !== undefined) return jsonReply(description);
    const route = routes.find(({ match }) => match(pathname) !== undefined);
    if (route === undefined) {
      return answerOthers(request, toOwnProject(url, request.headers), note);
    }
    if (route.httpMethod !== httpMethod) {
      return answerUnrouted(request.method, pathname, [route.httpMethod]);
    }
    const { method } = route;
    const name = parseProject(route.match(pathname)?.["parent"] ?? "");
    note({ method, name });
    const { apply } = parseMask(searchParams);
    const json = await runWithin(timeoutMs, request.signal, async () => {
      await checkAuthorized(authorize?.({ method, name }, request));
      return route.call(name, request);
    });
    return jsonReply(apply(json));
  };

  return createBatchHandler(answerRequests(answer, served), served);
}

/** What is served besides operations. */
interface OwnRoute {
  readonly httpMethod: "GET" | "POST";
  readonly method: EarthEngineStartKind | "algorithms";
  readonly match: PathTemplate["match"];
  readonly call: (parent: string, request: Request) => Promise<unknown>;
}

/** A route below a project, in any of the versions. */
function toRoute(
  httpMethod: OwnRoute["httpMethod"],
  method: OwnRoute["method"],
  call: OwnRoute["call"],
): OwnRoute {
  const { match } = parsePathTemplate(`/{version}/{parent=projects/*}/${method}`);
  return {
    ...{ httpMethod, method, call },
    match(path) {
      const fields = match(path);
      return fields && VERSION.test(fields["version"] ?? "") ? fields : undefined;
    },
  };
}
