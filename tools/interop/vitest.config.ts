import shared from "../../vitest.shared.ts";

/** What `pnpm test` runs; `showcase.config.ts` has the rest. */
export default {
  ...shared,
  test: { ...shared.test, include: ["test/recordings/**/*.test.ts"] },
};
