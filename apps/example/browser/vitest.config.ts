import { join } from "node:path";
import { defineConfig } from "vitest/config";
import shared from "../../../vitest.shared.ts";

// What `vite build` has built is tested, in a browser that has to be there: no part of `pnpm test`.
export default defineConfig({
  ...shared,
  test: {
    root: join(import.meta.dirname, ".."),
    include: ["browser/**/*.test.ts"],
    testTimeout: 90_000,
    maxWorkers: 2,
  },
});
