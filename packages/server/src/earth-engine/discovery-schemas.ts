const text = { type: "string" };
const object = { type: "object", additionalProperties: { type: "any" } };

/** The messages of a discovery document. */
export const discoverySchemas = {
  Operation: {
    id: "Operation",
    type: "object",
    properties: {
      name: text,
      metadata: object,
      done: { type: "boolean" },
      error: { $ref: "Status" },
      response: object,
    },
  },
  Status: {
    id: "Status",
    type: "object",
    properties: {
      code: { type: "integer", format: "int32" },
      message: text,
      details: { type: "array", items: object },
    },
  },
  ListOperationsResponse: {
    id: "ListOperationsResponse",
    type: "object",
    properties: {
      operations: { type: "array", items: { $ref: "Operation" } },
      nextPageToken: text,
      unreachable: { type: "array", items: text },
    },
  },
  ListAlgorithmsResponse: {
    id: "ListAlgorithmsResponse",
    type: "object",
    properties: { algorithms: { type: "array", items: object } },
  },
  StartRequest: { id: "StartRequest", ...object },
  CancelOperationRequest: { id: "CancelOperationRequest", type: "object" },
  WaitOperationRequest: {
    id: "WaitOperationRequest",
    type: "object",
    properties: { timeout: { type: "string", format: "google-duration" } },
  },
  Empty: { id: "Empty", type: "object" },
} as const;
