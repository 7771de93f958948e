import shared from "../../vitest.shared.ts";

/** `pnpm interop:clients`: needs Python 3, and the network the first time. */
export default {
  ...shared,
  test: {
    ...shared.test,
    include: ["test/clients/**/*.test.ts"],
    globalSetup: "src/clients/clients-setup.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};
