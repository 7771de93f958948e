import type { RpcError } from "../protocol/rpc-error.ts";
import type { Answer } from "./answer.ts";

/**
 * Describes, for an error message, what was answered instead of what was wanted.
 *
 * Shows where a redirect leads, the title of a page, or the first 200 characters of the body. If `isMisled`, the
 * request seems to have reached something other than the service.
 */
export function describeBody(
  answer: Answer,
  wanted: string,
  isMisled = answer.status < 400,
): string {
  const { status, text } = answer;
  const location = status < 300 ? undefined : answer.header?.("location");
  const shown = location ?? /<title>([^<]+)/i.exec(text)?.[1] ?? text;
  const line = shown.slice(0, 200).replace(/\s+/g, " ").trim();
  const what = location
    ? `leads to "${line}", which isn't followed`
    : `without ${wanted}: "${line}"`;
  return `HTTP ${status} ${what}${isMisled ? "; check the base URL" : ""}`;
}

/** Whether an error quotes the body of an answer that can't be read, such as a proxy's page. */
export function quotesBody({ rawMessage }: RpcError): boolean {
  return /^HTTP \d+ (leads to|without .+:) "/.test(rawMessage);
}
