import shared from "../../vitest.shared.ts";

/** `pnpm test`; what needs PostgreSQL is `pnpm test:postgres`. */
export default {
  ...shared,
  test: {
    ...shared.test,
    exclude: ["test/postgres/**"],
    coverage: { ...shared.test?.coverage, exclude: ["**/index.ts", "src/postgres/**"] },
  },
};
