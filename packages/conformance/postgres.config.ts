import shared from "../../vitest.shared.ts";

/** `pnpm test:postgres`: the scenarios on the PostgreSQL engine. */
export default {
  ...shared,
  test: {
    ...shared.test,
    include: ["test/implementations.test.ts"],
    globalSetup: "../server/test/support/postgres-setup.ts",
  },
};
