import type { Operation } from "@rx-lro/core";
import { parseDuration } from "@rx-lro/core";
import { readErrorResponse } from "@rx-lro/core/http";
import { showcase } from "@rx-lro/transport-http";
import { inject } from "vitest";

/** Where the running server is. */
export const baseUrl = inject("showcaseUrl");

/** How and when an operation of Echo.Wait ends; with neither success nor error it ends without a result. */
export interface WaitRequest {
  /** A Duration from now. */
  readonly ttl: string;
  readonly success?: { readonly content: string };
  readonly error?: ScriptedStatus;
}

/** A google.rpc.Status for the server to send. */
export interface ScriptedStatus {
  readonly code: number;
  readonly message?: string;
  readonly details?: readonly object[];
}

/** Calls a method of the service that isn't one of google.longrunning. */
export async function request<T>(path: string, body?: object): Promise<T> {
  const response = await fetch(`${baseUrl}/v1beta1/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json", ...showcase().headers },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw readErrorResponse({ status: response.status, text });
  return JSON.parse(text) as T;
}

/**
 * Starts an operation that can be asked for over HTTP.
 *
 * Names end with base64 of the time, so now and then one has an empty segment: its path is redirected to another one.
 */
export async function startWait(wait: WaitRequest): Promise<Operation> {
  for (;;) {
    const operation = await request<Operation>("echo:wait", wait);
    if (!/\/(\/|$)/.test(operation.name)) return operation;
  }
}

/** Starts an operation whose name has all of `+`, `/` and `=` in its last part, which is base64. */
export async function startOddlyNamed(runningMs: number): Promise<Operation> {
  // A run of ">" has a "+" in base64 and one of "?" a "/", wherever they begin; dots make for the padding.
  for (const dots of Array.from({ length: 30 }, (_, i) => ".".repeat(i % 3))) {
    const success = { content: `>>>>>?????${dots}` };
    const operation = await startWait({ ttl: `${runningMs / 1000}s`, success });
    if (/\+.*\/.*=$/.test(operation.name.split("/Wait/")[1] ?? "")) return operation;
  }
  throw new Error("no name of an operation has all of + / =");
}

/** The path of an operation: `/` separates, all else that isn't plain is encoded. */
export function pathOf(name: string): string {
  return `/v1beta1/${name.split("/").map(encodeURIComponent).join("/")}`;
}

/** Scripts answers for a client that repeats its attempts. */
export async function createSequence(
  responses: readonly { readonly status: ScriptedStatus; readonly delay?: string }[],
): Promise<string> {
  const { name } = await request<{ name: string }>("sequences", { responses });
  return name;
}

/** The attempts that the server saw: its answer's code, and the ms from the answer before. */
export async function readAttempts(sequence: string) {
  const { attempts } = await request<{
    attempts: { status: { code: number }; attemptDelay: string }[];
  }>(`${sequence}/sequenceReport`);
  return attempts.map(({ status: { code }, attemptDelay }) => ({
    code,
    afterMs: parseDuration(attemptDelay) ?? Number.NaN,
  }));
}
