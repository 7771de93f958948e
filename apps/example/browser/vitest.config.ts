import { join } from "node:path";
import { defineConfig } from "vitest/config";
import shared from "../../../vitest.shared.ts";

// Tests what `vite build` has built, in a browser that must be installed, so it isn't part of `pnpm test`.
export default defineConfig({
  ...shared,
  test: {
    root: join(import.meta.dirname, ".."),
    include: ["browser/**/*.test.ts"],
    testTimeout: 90_000,
    maxWorkers: 2,
  },
});
