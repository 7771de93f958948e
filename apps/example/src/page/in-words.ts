import { codeName, type LostReason, type Outcome } from "@rx-lro/core";
import { cancellationInWords } from "../client/cancellation-in-words.ts";
import type { Task } from "./task.ts";

/** A state in a word or two. */
export function stateInWords(task: Task): string {
  switch (task.type) {
    case "running":
      return task.metadata?.state === "PENDING" ? "Waiting" : "Running";
    case "cancelling":
      return task.phase === "requesting" ? "Asking to cancel" : "Cancelling";
    case "done":
      return endInWords(task.outcome);
    case "lost":
      return `Lost: ${lostInWords(task.reason)}`;
  }
}

function endInWords({ type }: Outcome<unknown>): string {
  switch (type) {
    case "succeeded":
      return "Succeeded";
    case "cancelled":
      return "Cancelled";
    case "failed":
      return "Failed";
    case "malformed":
      return "Ended unreadably";
  }
}

/** How an operation ended, with the reason. */
export function outcomeInWords(outcome: Outcome<unknown>): string {
  switch (outcome.type) {
    case "succeeded":
      return "succeeded";
    case "cancelled":
      return "cancelled";
    case "failed":
      return `failed: ${whyInWords(outcome)}`;
    case "malformed":
      return `ended, but the answer can’t be read: ${whyInWords(outcome)}`;
  }
}

/** A note on a state: why it can't be seen just now, or else what a cancellation led to, or why it ended so. */
export function noteInWords(task: Task): string {
  const { cancellation, pollError, type } = task;
  if (pollError !== undefined && type !== "lost")
    return `Can’t be seen just now: ${pollError.message}`;
  if (cancellation !== undefined && cancellation.type !== "failed")
    return `Cancellation: ${cancellationInWords(cancellation)}`;
  return task.type === "done" ? whyInWords(task.outcome) : "";
}

/** Why an operation ended as it did, unless its state says so already. */
export function whyInWords(outcome: Outcome<unknown>): string {
  switch (outcome.type) {
    case "succeeded":
    case "cancelled":
      return "";
    case "failed":
      return outcome.status.message || codeName(outcome.status.code);
    case "malformed":
      return outcome.problem;
  }
}

/** Why contact is lost. */
export function lostInWords(reason: LostReason): string {
  switch (reason) {
    case "gone":
      return "it is gone";
    case "unknown":
      return "it isn’t known there";
    case "denied":
      return "access was denied";
    case "unreachable":
      return "it couldn’t be reached for too long";
  }
}

/** The time from the start to the end, or to the service's latest update. */
export function durationInWords({ metadata }: Task): string {
  const { startTime, endTime, updateTime } = metadata ?? {};
  const to = endTime ?? updateTime;
  if (startTime === undefined || to === undefined) return "";
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(startTime)) / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** EXPORT_IMAGE → Export image. */
export function typeInWords(type: string): string {
  const words = type.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
