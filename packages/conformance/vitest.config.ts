import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

/** Much of a scenario is there for implementations that are wrong in ways that no fault of the tests is. */
export default mergeConfig(shared, {
  test: { coverage: { thresholds: { statements: 97, branches: 88, functions: 93 } } },
});
