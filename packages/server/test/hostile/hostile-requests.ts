import fc from "fast-check";

/** A request as it is written to a socket. */
export interface HostileRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
  readonly body: string;
}

const junk = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.constantFrom("%", "%zz", "%00", "%2F", "..", "%2e%2e", "//", "\\", ":", ":cancel", "?", "{}"),
  fc.integer({ min: 1, max: 20_000 }).map((length) => "a".repeat(length)),
  fc.integer({ min: 1, max: 4_000 }).map((length) => "(".repeat(length)),
);
const encoded = junk.map((text) => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "")));
/** As it is, but for what ends a target. */
const raw = junk.map((text) => text.replaceAll(/[\s#\0-\x20\x7f-\uffff]/g, ""));
const piece = fc.oneof(encoded, raw);

const word = fc.oneof(
  piece,
  fc.constantFrom("done", "name", "metadata.state", "metadata.createTime", "error:*", "true", "="),
  fc.constantFrom("AND", "OR", "NOT", "-", "(", ")", '"', "'", "\\", "<=", "2026-01-01T00:00:00Z"),
);
const filter = fc
  .array(word, { maxLength: 60 })
  .map((words) => encodeURIComponent(words.join(" ")));
const token = fc.oneof(
  piece,
  fc.json().map((text) => btoa(encodeURIComponent(text))),
  fc
    .constantFrom('["projects/p","",-1]', '["projects/p","",1e99]', '["projects/p","",0.5]')
    .map(btoa),
);
const parameter = fc.oneof(
  fc.tuple(fc.constantFrom("filter"), filter),
  fc.tuple(fc.constantFrom("pageToken", "page_token"), token),
  fc.tuple(fc.constantFrom("pageSize", "fields", "timeout", "returnPartialSuccess", "name"), piece),
  fc.tuple(piece, piece),
);
const query = fc
  .array(parameter, { maxLength: 4 })
  .map((parameters) => parameters.map((pair) => pair.join("=")).join("&"));
const path = fc.oneof(
  fc.constantFrom("/v1/projects/p/operations", "/v1/operations", "/v1/operations/x", "*", "/"),
  fc.constantFrom("/batch", "/$discovery/rest", "/v1/projects/p/image:export"),
  piece.map((project) => `/v1/projects/${project}/algorithms`),
  piece.map((id) => `/v1/projects/earthengine-legacy/operations/${id}`),
  fc.array(piece, { maxLength: 6 }).map((pieces) => `/${pieces.join("/")}`),
  fc.array(piece, { maxLength: 4 }).map((pieces) => `/v1/operations/${pieces.join("/")}`),
  piece.map((name) => `/v1/operations/${name}:wait`),
  piece.map((name) => `/v1/operations/${name}:cancel`),
  piece.map((host) => `http://${host}/v1/operations/x`),
);
const header = fc
  .tuple(fc.constantFrom("x-request-id", "content-type", "authorization", "expect", "cookie"), raw)
  .map(([name, value]) => `${name}: ${value}`);
const lines = fc.array(
  fc.oneof(
    header,
    raw.map((project) => `x-goog-user-project: ${project}`),
  ),
  { maxLength: 3 },
);
const part = fc
  .tuple(piece, fc.constantFrom("GET", "POST", "HEAD", "PUT"), path, lines, junk)
  .map(([id, method, target, headers, body]) => {
    const head = [`--b`, `Content-ID: <${id}>`, "", `${method} ${target}`, ...headers];
    return `${head.join("\r\n")}\r\n\r\n${body}\r\n`;
  });
const batch = fc
  .array(fc.oneof(part, junk), { maxLength: 4 })
  .map((parts) => `${parts.join("")}--b--`);

const single = fc.record({
  method: fc.constantFrom("GET", "GET", "GET", "POST", "POST", "DELETE", "PUT", "HEAD", "OPTIONS"),
  target: fc.tuple(path, query).map(([before, after]) => `${before}?${after}`),
  headers: lines,
  body: fc.oneof(fc.constant(""), fc.json(), junk, fc.constant("x".repeat(70_000))),
});

const batched = fc.record({
  method: fc.constant("POST"),
  target: fc.constant("/batch"),
  headers: lines.map((others) => ["content-type: multipart/mixed; boundary=b", ...others]),
  body: batch,
});

/** Requests that are wrong somewhere, or anywhere. */
export const hostileRequest: fc.Arbitrary<HostileRequest> = fc.oneof(
  { arbitrary: single, weight: 5 },
  { arbitrary: batched, weight: 1 },
);
