import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Operations } from "@rx-lro/core";
import {
  createMemoryEngine,
  createOperationsHandler,
  type Engine,
  type OperationsHandler,
} from "@rx-lro/server";
import { serve } from "@rx-lro/server/node";
import { createSqliteEngine } from "@rx-lro/server/sqlite";
import { createHttpOperations, fetchClient, type HttpClient } from "@rx-lro/transport-http";
import { undiciClient } from "@rx-lro/transport-http/node";
import { inject } from "vitest";
import type { Capability, Subject } from "../../src/index.ts";
import { CONCURRENCY, engineSubject } from "./engine-subject.ts";
import { openPostgresSubject } from "./postgres-subject.ts";
import { Resources } from "./resources.ts";
import { createScriptedSubject, SCRIPTED_LACKS } from "./scripted-subject.ts";
import { createStandardWork } from "./standard-work.ts";

declare module "vitest" {
  export interface ProvidedContext {
    readonly postgresUrl: string | undefined;
  }
}

/** An implementation of `Operations`, and how a new subject of it is made. */
export interface Implementation {
  readonly name: string;
  readonly lacks: readonly Capability[];
  open(): Promise<Opened>;
}

/** A subject that is there until it is disposed of. */
export interface Opened extends AsyncDisposable {
  readonly subject: Subject;
}

/** No request leaves an engine. */
const ENGINE_LACKS: readonly Capability[] = ["requestCount"];

/** Needs a PostgreSQL to be there: `pnpm test:postgres`. */
const postgres = (url: string): Implementation => ({
  name: "the PostgreSQL engine",
  lacks: ENGINE_LACKS,
  async open() {
    const { subject, engine: opened } = await openPostgresSubject(url);
    const lacks = ENGINE_LACKS;
    return { subject: { ...subject, lacks }, [Symbol.asyncDispose]: () => opened.close() };
  },
});

/** All that need nothing to be there. */
const selfSufficient: readonly Implementation[] = [
  {
    name: "scripted operations",
    lacks: SCRIPTED_LACKS,
    async open() {
      return { subject: createScriptedSubject(), async [Symbol.asyncDispose]() {} };
    },
  },
  engine("the memory engine", async (methods) =>
    createMemoryEngine({ methods, concurrency: CONCURRENCY, closeGraceMs: 0 }),
  ),
  engine("the SQLite engine", async (methods, resources) => {
    const folder = await mkdtemp(join(tmpdir(), "conformance-"));
    resources.defer(() => rm(folder, { recursive: true }));
    const file = join(folder, "operations.db");
    return createSqliteEngine({ file, methods, concurrency: CONCURRENCY, closeGraceMs: 0 });
  }),
  overHttp("HTTP without a socket", connectInMemory),
  overHttp("HTTP over a socket by fetch", async (handler, resources) => ({
    baseUrl: resources.use(await serve(handler)).url,
    client: fetchClient(),
  })),
  overHttp("HTTP over a socket by undici", async (handler, resources) => ({
    baseUrl: resources.use(await serve(handler)).url,
    client: resources.use(undiciClient()),
  })),
  overHttp("HTTP over a relay", async (handler, resources) => {
    const client = resources.use(undiciClient());
    const { url } = resources.use(await serve(handler));
    const relayed = createHttpOperations({ baseUrl: url, client });
    const relay = resources.use(await serve(createOperationsHandler(relayed)));
    return { baseUrl: relay.url, client };
  }),
];

const postgresUrl = inject("postgresUrl");

/** What is tried: PostgreSQL alone where the tests are given one. */
export const implementations = postgresUrl === undefined ? selfSufficient : [postgres(postgresUrl)];

/** A subject that lacks nothing, and needs no socket. */
export function openOverHttp(): Promise<Opened> {
  return overHttp("", connectInMemory).open();
}

type Methods = ReturnType<typeof createStandardWork>["methods"];
type OpenEngine = (methods: Methods, resources: Resources) => Promise<Engine<Methods>>;

function engine(name: string, openEngine: OpenEngine): Implementation {
  return {
    name,
    lacks: ENGINE_LACKS,
    async open() {
      const resources = new Resources();
      const work = createStandardWork();
      const opened = resources.use(await openEngine(work.methods, resources));
      const subject = { ...engineSubject(opened, work), lacks: ENGINE_LACKS };
      return { subject, [Symbol.asyncDispose]: () => resources.dispose() };
    },
  };
}

type Connect = (
  handler: OperationsHandler,
  resources: Resources,
) => Promise<{ readonly baseUrl: string; readonly client: HttpClient }>;

function overHttp(name: string, connect: Connect): Implementation {
  return {
    name,
    lacks: [],
    async open() {
      const resources = new Resources();
      const work = createStandardWork();
      const { methods } = work;
      const options = { methods, concurrency: CONCURRENCY, closeGraceMs: 0 };
      const memory = resources.use(createMemoryEngine(options));
      const { baseUrl, client } = await connect(createOperationsHandler(memory), resources);
      let requests = 0;
      const counted: HttpClient = (request) => {
        requests += 1;
        return client(request);
      };
      const operations: Operations = createHttpOperations({ baseUrl, client: counted });
      const requestCount = () => requests;
      const subject = { ...engineSubject(memory, work, operations), requestCount };
      return { subject, [Symbol.asyncDispose]: () => resources.dispose() };
    },
  };
}

async function connectInMemory(handler: OperationsHandler) {
  const client = fetchClient({ fetch: (url, init) => handler(new Request(url, init)) });
  return { baseUrl: "http://localhost", client };
}
