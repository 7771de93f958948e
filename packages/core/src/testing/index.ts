export {
  cancelled,
  failed,
  notFound,
  running,
  succeeded,
  unavailable,
} from "./operation-fixtures.ts";
export {
  createScriptedOperations,
  type OperationsScript,
  type ScriptedAnswer,
  type ScriptedCall,
  type ScriptedOperations,
} from "./scripted-operations.ts";
export { VirtualClock } from "./virtual-clock.ts";
