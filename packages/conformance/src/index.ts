// For every implementation of Operations.
export { ConformanceError } from "./conformance-error.ts";
export { lackingOf, NotApplicableError, type Scenario } from "./scenario.ts";
export { clientScenarios, scenarios } from "./scenarios/all.ts";
// One topic alone.
export { cancelScenarios } from "./scenarios/cancel.ts";
export { deleteScenarios } from "./scenarios/delete.ts";
export { errorScenarios } from "./scenarios/errors.ts";
export { filterScenarios } from "./scenarios/filter.ts";
export { getScenarios } from "./scenarios/get.ts";
export { listScenarios } from "./scenarios/list.ts";
export { nameScenarios } from "./scenarios/names.ts";
export { outcomeScenarios } from "./scenarios/outcomes.ts";
export { signalScenarios } from "./scenarios/signals.ts";
export { waitScenarios } from "./scenarios/wait.ts";
export { watchScenarios } from "./scenarios/watch.ts";
export { watchAllScenarios } from "./scenarios/watch-all.ts";
export { watchCancelScenarios } from "./scenarios/watch-cancel.ts";
export { standardFailure, standardMetadata, standardResponse } from "./standard-ends.ts";
// For authors of subjects.
export type { Capability, Kind, Subject } from "./subject.ts";
