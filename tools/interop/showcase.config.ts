import shared from "../../vitest.shared.ts";

/** `pnpm interop:showcase`: needs Go, and the network the first time. */
export default {
  ...shared,
  test: {
    ...shared.test,
    include: ["test/showcase/**/*.test.ts"],
    // Names each scenario that isn't applicable, and why.
    reporters: "tree",
    globalSetup: "src/showcase/showcase-setup.ts",
  },
};
