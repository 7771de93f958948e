import type { OperationsMethod } from "@rx-lro/core/protocol";

const text = { type: "string" } as const;
const fields = { ...text, description: "A mask, such as name,done,error" } as const;
const anyDetails = { type: "array", items: { $ref: "#/components/schemas/Any" } } as const;

/** What a description says of a method; `answer` and `body` are names of schemas. */
interface MethodDescription {
  readonly summary: string;
  readonly answer: keyof typeof schemas;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: keyof typeof schemas;
}

/** The methods, by the word that AIP-151 uses. */
export const methodDescriptions: Readonly<Record<OperationsMethod, MethodDescription>> = {
  get: { summary: "The latest state of an operation", answer: "Operation", query: { fields } },
  list: {
    summary: "The operations of a parent, in pages",
    answer: "ListOperationsResponse",
    query: {
      filter: { ...text, description: "AIP-160" },
      pageSize: { type: "integer", minimum: 0 },
      pageToken: { ...text, description: "From the previous page, with the same other parameters" },
      returnPartialSuccess: { type: "boolean" },
      fields,
    },
  },
  cancel: {
    summary: "Asks an operation to stop, best effort",
    answer: "Empty",
    body: "Empty",
  },
  delete: { summary: "Forgets an operation; doesn't cancel it", answer: "Empty" },
  wait: {
    summary: "The latest state, once the operation is done or the timeout is over",
    answer: "Operation",
    query: { timeout: { $ref: "#/components/schemas/Duration" }, fields },
    body: "WaitOperationRequest",
  },
};

/** The messages, in JSON Schema. */
export const schemas = {
  Any: { type: "object", properties: { "@type": text }, additionalProperties: true },
  Duration: { ...text, pattern: "^\\d+(\\.\\d{1,9})?s$", examples: ["3.5s"] },
  Empty: { type: "object" },
  Status: {
    type: "object",
    properties: {
      code: { type: "integer", description: "A google.rpc.Code" },
      message: text,
      details: anyDetails,
    },
  },
  Operation: {
    type: "object",
    properties: {
      name: text,
      metadata: { $ref: "#/components/schemas/Any" },
      done: { type: "boolean" },
      error: { $ref: "#/components/schemas/Status" },
      response: { $ref: "#/components/schemas/Any" },
    },
  },
  ListOperationsResponse: {
    type: "object",
    properties: {
      operations: { type: "array", items: { $ref: "#/components/schemas/Operation" } },
      nextPageToken: text,
      unreachable: { type: "array", items: text },
    },
  },
  WaitOperationRequest: {
    type: "object",
    properties: { timeout: { $ref: "#/components/schemas/Duration" } },
  },
  Error: {
    type: "object",
    required: ["error"],
    properties: {
      error: {
        type: "object",
        required: ["code", "message"],
        properties: {
          code: { type: "integer", description: "The HTTP status" },
          message: text,
          status: { ...text, description: "The name of a google.rpc.Code" },
          details: anyDetails,
        },
      },
    },
  },
} as const;
