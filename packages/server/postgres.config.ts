import shared from "../../vitest.shared.ts";

/** `pnpm test:postgres`: what holds for every engine, here for PostgreSQL, and what holds for that alone. */
export default {
  ...shared,
  test: {
    ...shared.test,
    exclude: ["test/{handler,node,operation-record}.test.ts", "test/sqlite/**"],
    globalSetup: "test/support/postgres-setup.ts",
  },
};
