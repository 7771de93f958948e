import { defineConfig } from "vitest/config";

/** For `pnpm coverage`: all packages in one run. Each package's own `test` uses its own config. */
export default defineConfig({
  test: {
    projects: ["packages/*"],
    coverage: {
      include: ["packages/*/src/**"],
      exclude: ["**/index.ts"],
      thresholds: { statements: 90, branches: 85 },
    },
  },
});
