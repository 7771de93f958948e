import type { TestProject } from "vitest/node";
import { installEarthEngineApi } from "./install-earthengine-api.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the commands `python` and `earthengine` are. */
    pythonBin: string;
  }
}

/** For vitest: installs what isn't on npm. A failure here fails the run. */
export async function setup(project: TestProject): Promise<void> {
  project.provide("pythonBin", await installEarthEngineApi());
}
