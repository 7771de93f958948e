import type { RpcError } from "../protocol/rpc-error.ts";
import type { Answer } from "./answer.ts";

/**
 * Describes, for an error message, what was answered instead of what was wanted.
 *
 * Shows the title of a page, or the first 200 characters of the body.
 */
export function describeBody(answer: Answer, wanted: string): string {
  const { status, text } = answer;
  const shown = answer.header?.("location") ?? /<title>([^<]+)/i.exec(text)?.[1] ?? text;
  const line = shown.slice(0, 200).replace(/\s+/g, " ").trim();
  return `HTTP ${status} without ${wanted}: "${line}"`;
}

/** Whether an error quotes the body of an answer that can't be read, such as a proxy's page. */
export function quotesBody({ rawMessage }: RpcError): boolean {
  return /^HTTP \d+ without .+: "/.test(rawMessage);
}
