import type { Operation } from "@rx-lro/core";
import type { MethodContext } from "@rx-lro/server";
import { createPostgresEngine } from "@rx-lro/server/postgres";
import type { Subject } from "../../src/index.ts";
import { CONCURRENCY, engineSubject } from "./engine-subject.ts";
import { createStandardWork } from "./standard-work.ts";

/**
 * A subject over an engine with a schema of its own.
 *
 * Work begins a moment after it was started, when it is claimed, and what is cancelled before that never begins. So
 * starting takes until it has begun, unless as many run as may.
 */
export async function openPostgresSubject(connection: string) {
  const work = createStandardWork();
  const begun = new Set<string>();
  let running = 0;
  let onChange = Promise.withResolvers<void>();
  const change = (by: number): void => {
    running += by;
    onChange.resolve();
    onChange = Promise.withResolvers();
  };
  const methods = Object.fromEntries(
    Object.entries(work.methods).map(([kind, method]) => {
      const definition = typeof method === "function" ? { run: method } : method;
      const run = (input: object, context: MethodContext): Promise<unknown> => {
        begun.add(context.name);
        change(1);
        return definition.run(input, context).finally(() => change(-1));
      };
      return [kind, { ...definition, run }];
    }),
  ) as unknown as typeof work.methods;
  const engine = await createPostgresEngine({
    connection,
    schema: `conformance_${crypto.randomUUID().replaceAll("-", "")}`,
    methods,
    concurrency: CONCURRENCY,
    closeGraceMs: 0,
  });
  const subject = engineSubject(engine, work);
  const start = async (...asked: Parameters<Subject["start"]>): Promise<Operation> => {
    const operation = await subject.start(...asked);
    while (!begun.has(operation.name) && running < CONCURRENCY) await onChange.promise;
    return operation;
  };
  return { subject: { ...subject, start }, engine };
}
