import type { OperationsHandler } from "../../src/index.ts";

export const BASE = "http://localhost:8080";

/** Calls a handler with a request line such as `GET /v1/operations/x`. */
export async function send(
  handler: OperationsHandler,
  line: string,
  body?: string | object,
  headers: Record<string, string> = {},
) {
  const [method = "", target = ""] = line.split(" ");
  const text = typeof body === "object" ? JSON.stringify(body) : body;
  const response = await handler(
    new Request(BASE + target, { method, headers, ...(text !== undefined && { body: text }) }),
  );
  const answer = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text: answer,
    json: answer && JSON.parse(answer),
  };
}
