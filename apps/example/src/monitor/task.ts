import type { Any, OperationState, ParentState } from "@rx-lro/core";

/** Earth Engine's OperationMetadata, as far as the page shows it; empty is what the service doesn't know or say. */
export interface TaskMetadata {
  readonly description: string;
  /** Such as EXPORT_IMAGE. */
  readonly type: string;
  /** Such as RUNNING; only shown, never decided by. */
  readonly state: string;
  readonly createTime: string;
  readonly startTime: string;
  readonly updateTime: string;
  readonly endTime: string;
  /** Where the result is. */
  readonly destinationUris: readonly string[];
}

/** What the page knows of one operation. */
export type Task = OperationState<Any, TaskMetadata>;

/** What the page knows of all operations. */
export type Tasks = ParentState<Any, TaskMetadata>;

/** Reads metadata of any service; what isn't there, or is something else, is empty. */
export function decodeTaskMetadata(metadata: Any): TaskMetadata {
  const text = (field: string) => {
    const value = metadata[field];
    return typeof value === "string" ? value : "";
  };
  // Earth Engine sends 1970 for a time that hasn't come yet.
  const time = (field: string) => (Date.parse(text(field)) > 0 ? text(field) : "");
  const uris = metadata["destinationUris"];
  return {
    description: text("description"),
    type: text("type"),
    state: text("state"),
    createTime: time("createTime"),
    startTime: time("startTime"),
    updateTime: time("updateTime"),
    endTime: time("endTime"),
    destinationUris: Array.isArray(uris) ? uris.filter((uri) => typeof uri === "string") : [],
  };
}

/** What people call it: its description, or else the last part of its name. */
export function titleOf({ name, metadata }: Task): string {
  return metadata?.description || name.slice(name.lastIndexOf("/") + 1);
}

/** Whether asking to cancel is possible and may still make a difference. */
export function isCancellable({ type }: Task): boolean {
  return type === "running";
}

/** Whether it has ended: deleting only forgets an operation, so a running one isn't deleted here. */
export function isDeletable({ type }: Task): boolean {
  return type === "done";
}

/** The path of its image, if this server has one. The results of other services are only links. */
export function imageOf(task: Task): string | undefined {
  if (task.type !== "done" || task.outcome.type !== "succeeded") return undefined;
  return task.metadata?.destinationUris.find((uri) => /^\/exports\/[a-z0-9-]+\.png$/.test(uri));
}
