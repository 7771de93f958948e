import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

/** Workspace packages resolve to their sources, as in `tsconfig.base.json`. */
const source = "@rx-lro/source";

export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
  // A guard against what hangs, not a measure: machines are slow at times.
  test: { include: ["test/**/*.test.ts"], testTimeout: 60_000 },
});
