import type { TestProject } from "vitest/node";
import { buildShowcase } from "./build-showcase.ts";
import { startShowcase } from "./start-showcase.ts";

declare module "vitest" {
  export interface ProvidedContext {
    showcaseUrl: string;
  }
}

/** For vitest: one gapic-showcase for all tests. A failure here fails the run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const showcase = await startShowcase(await buildShowcase());
  project.provide("showcaseUrl", showcase.baseUrl);
  return () => showcase[Symbol.asyncDispose]();
}
