import type { Scenario } from "../scenario.ts";
import { cancelScenarios } from "./cancel.ts";
import { deleteScenarios } from "./delete.ts";
import { errorScenarios } from "./errors.ts";
import { filterScenarios } from "./filter.ts";
import { getScenarios } from "./get.ts";
import { listScenarios } from "./list.ts";
import { nameScenarios } from "./names.ts";
import { outcomeScenarios } from "./outcomes.ts";
import { signalScenarios } from "./signals.ts";
import { waitScenarios } from "./wait.ts";
import { watchScenarios } from "./watch.ts";
import { watchAllScenarios } from "./watch-all.ts";
import { watchCancelScenarios } from "./watch-cancel.ts";

/** Those that a client of a remote service must pass: they get and watch one operation. */
export const clientScenarios: readonly Scenario[] = [
  ...getScenarios,
  ...outcomeScenarios,
  ...watchScenarios,
  ...watchCancelScenarios,
];

/** All scenarios. */
export const scenarios: readonly Scenario[] = [
  ...clientScenarios,
  ...listScenarios,
  ...filterScenarios,
  ...cancelScenarios,
  ...deleteScenarios,
  ...waitScenarios,
  ...nameScenarios,
  ...errorScenarios,
  ...signalScenarios,
  ...watchAllScenarios,
];
