import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres-cluster.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where tests find PostgreSQL; undefined where they run without. */
    readonly postgresUrl: string | undefined;
  }
}

/** Starts PostgreSQL for a run of vitest, and stops it after. */
export async function setup({ provide }: TestProject): Promise<() => void> {
  const cluster = await startPostgres();
  provide("postgresUrl", cluster.url);
  return () => cluster[Symbol.dispose]();
}
