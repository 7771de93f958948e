import shared from "../../vitest.shared.ts";

/** `pnpm test:postgres`: what holds for every engine, here for PostgreSQL, and what holds for that alone. */
export default {
  ...shared,
  test: {
    ...shared.test,
    include: [
      "test/{cancel,close,engine,list,metadata,operation-end,wait}.test.ts",
      "test/filter/list-filtered.test.ts",
      "test/earth-engine/metadata.test.ts",
      "test/postgres/**/*.test.ts",
    ],
    globalSetup: "test/support/postgres-setup.ts",
  },
};
