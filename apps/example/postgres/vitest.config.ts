import { join } from "node:path";
import { defineConfig } from "vitest/config";
import shared from "../../../vitest.shared.ts";

// PostgreSQL's programs have to be there: no part of `pnpm test`.
export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    root: join(import.meta.dirname, ".."),
    include: ["postgres/**/*.test.ts"],
  },
});
