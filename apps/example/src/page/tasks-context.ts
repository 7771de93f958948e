import { createContext, useContext } from "react";
import type { Monitor } from "./monitor.ts";
import type { Task } from "./task.ts";

/** All operations now, for the cells that are on the screen. Rows hold names only, so the table stays as it is. */
export const TasksContext = createContext<ReadonlyMap<string, Task>>(new Map());

/** What an operation's buttons call. */
export const MonitorContext = createContext<Pick<Monitor, "cancel" | "delete">>({
  cancel() {},
  async delete() {},
});

/** One operation now; undefined when it has just been removed. */
export function useTask(name: string): Task | undefined {
  return useContext(TasksContext).get(name);
}
