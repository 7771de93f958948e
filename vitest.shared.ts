import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

/** Workspace packages resolve to their sources, as in `tsconfig.base.json`. */
const source = "@rx-lro/source";

export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
  test: {
    include: ["test/**/*.test.ts"],
    // A guard against what hangs, not a measure: machines are slow at times.
    testTimeout: 60_000,
    // For `vitest --coverage`, the `test` of every package: just under what its own tests reach.
    coverage: {
      include: ["src/**"],
      exclude: ["**/index.ts"],
      reporter: [["text", { skipFull: true }]],
      thresholds: { statements: 98, branches: 95, functions: 98, lines: 98 },
    },
  },
});
