import { badRequest } from "../bad-request.ts";
import type { Reply } from "../handler/respond.ts";

/** The most requests in a batch, as with Google's services. */
const MAX_PARTS = 1000;

/** An HTTP request in a part of a batch. */
export interface BatchPart {
  /** Content-ID without its brackets, `""` if there is none. */
  readonly id: string;
  readonly method: string;
  /** A path with its query. */
  readonly target: string;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Reads the requests (`application/http`) in a `multipart/mixed` body.
 *
 * @throws RpcError INVALID_ARGUMENT when it isn't such a body, or has more than 1 000 requests.
 */
export function parseBatch(contentType: string, body: string): BatchPart[] {
  const [, quoted, plain] =
    /^multipart\/mixed\s*;.*\bboundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined)
    throw badBatch("expected the Content-Type multipart/mixed; boundary=…");
  // Some clients end lines with \n alone. Line ends within JSON mean nothing.
  const [, ...sections] = `\n${body.replaceAll("\r\n", "\n")}`.split(`\n--${boundary}`);
  const end = sections.findIndex((section) => section.startsWith("--"));
  if (end === -1) throw badBatch(`the last line isn't --${boundary}--`);
  if (end > MAX_PARTS) throw badBatch(`${end} requests are more than ${MAX_PARTS}`);
  return sections.slice(0, end).map(parsePart);
}

/** An answer to a part, as a part. */
export async function formatPart(id: string, response: Response): Promise<string> {
  const lines = [
    "Content-Type: application/http",
    `Content-ID: <response-${id}>`,
    "",
    `HTTP/1.1 ${response.status} ${response.ok ? "OK" : "Error"}`,
    ...[...response.headers].map(([name, value]) => `${name}: ${value}`),
    "",
    await response.text(),
  ];
  return `${lines.join("\r\n")}\r\n`;
}

/** Parts as one answer. */
export function formatBatch(parts: readonly string[]): Reply {
  const boundary = `batch_${crypto.randomUUID()}`;
  const sections = parts.map((part) => `--${boundary}\r\n${part}`);
  return {
    status: 200,
    headers: {
      "content-type": `multipart/mixed; boundary=${boundary}`,
      "cache-control": "no-store",
    },
    body: `${sections.join("")}--${boundary}--\r\n`,
  };
}

const REQUEST_LINE = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/\S*)(?: HTTP\/[\d.]+)?$/;

function parsePart(section: string): BatchPart {
  const [head = "", http = "", ...rest] = section.split("\n\n");
  const [requestLine = "", ...fields] = http.trimEnd().split("\n");
  const [, method, target] = REQUEST_LINE.exec(requestLine) ?? [];
  if (method === undefined || target === undefined) {
    const shown = JSON.stringify(requestLine.slice(0, 100));
    throw badBatch(`expected a request line such as "GET /v1/… HTTP/1.1", got ${shown}`);
  }
  const [, id = ""] = /^content-id:(.*)$/im.exec(head) ?? [];
  const headers = parseHeaders(fields);
  return { id: id.trim().replace(/^<|>$/g, ""), method, target, headers, body: rest.join("\n\n") };
}

function parseHeaders(fields: readonly string[]): Headers {
  const headers = new Headers();
  for (const field of fields) {
    const [, name = "", value = ""] = /^([^:]+):(.*)$/.exec(field) ?? [];
    try {
      headers.append(name, value);
    } catch (cause) {
      throw badBatch(`${JSON.stringify(field.slice(0, 100))} isn't a header`, cause);
    }
  }
  return headers;
}

function badBatch(problem: string, cause?: unknown): Error {
  return badRequest("body", problem, cause);
}
