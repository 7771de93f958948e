import { setImmediate } from "node:timers/promises";
import { queryObjects, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Collects all that nobody holds. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  // What a WeakRef has shown stays to the end of the job.
  await setImmediate();
  gc();
}

/** How many objects are left after that, of whatever kind. */
export async function countObjects(): Promise<number> {
  await collectGarbage();
  return Number(queryObjects(Object, { format: "count" }));
}
