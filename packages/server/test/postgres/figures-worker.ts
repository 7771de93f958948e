// A worker of figures.ts, which forks it as `figures-worker.ts URL SCHEMA NOTIFICATIONS`.
import { setTimeout as delay } from "node:timers/promises";
import type { MethodContext } from "../../src/index.ts";
import { createPostgresEngine } from "../../src/postgres/index.ts";

/** What a worker tells: it is ready, a method's signal has aborted, a method is about to end; when. */
export interface FiguresMessage {
  readonly kind: "ready" | "aborted" | "ended";
  readonly name: string;
  readonly at: number;
}

const tell = (kind: FiguresMessage["kind"], name: string): unknown =>
  process.send?.({ kind, name, at: performance.timeOrigin + performance.now() });

export const figuresMethods = {
  echo: (input: unknown) => input,
  untilAborted: (_input: unknown, { name, signal }: MethodContext) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener("abort", () => {
        tell("aborted", name);
        reject(signal.reason);
      });
    }),
  async later(_input: unknown, { name }: MethodContext) {
    await delay(50);
    tell("ended", name);
  },
};

const [connection = "", schema = "", notifications] = process.argv.slice(2);
if (process.send !== undefined) {
  const engine = await createPostgresEngine({
    connection,
    schema,
    notifications: notifications === "true",
    methods: figuresMethods,
  });
  process.once("message", () => engine.close().then(() => process.disconnect()));
  tell("ready", "");
}
