const PATH = "/v1/{name=projects/*/operations/**}";

const text = (id: number) => ({ id, type: "string" });
const number = (id: number) => ({ id, type: "double" });
const integer = (id: number) => ({ id, type: "int32" });
const time = (id: number) => ({ id, type: "google.protobuf.Timestamp" });
const any = (id: number) => ({ id, type: "google.protobuf.Any" });
const list = (id: number, type: string) => ({ id, type, rule: "repeated" });
const method = (name: string, responseType: string, http: object) => ({
  requestType: `${name}Request`,
  responseType,
  parsedOptions: [{ "(google.api.http)": http }],
});

const longrunning = {
  Operations: {
    methods: {
      GetOperation: method("GetOperation", "Operation", { get: PATH }),
      ListOperations: method("ListOperations", "ListOperationsResponse", {
        get: "/v1/{name=projects/*}/operations",
      }),
      CancelOperation: method("CancelOperation", "google.protobuf.Empty", {
        post: `${PATH}:cancel`,
        body: "*",
      }),
      DeleteOperation: method("DeleteOperation", "google.protobuf.Empty", { delete: PATH }),
    },
  },
  Operation: {
    oneofs: { result: { oneof: ["error", "response"] } },
    fields: {
      name: text(1),
      metadata: any(2),
      done: { id: 3, type: "bool" },
      error: { id: 4, type: "google.rpc.Status" },
      response: any(5),
    },
  },
  GetOperationRequest: { fields: { name: text(1) } },
  CancelOperationRequest: { fields: { name: text(1) } },
  DeleteOperationRequest: { fields: { name: text(1) } },
  ListOperationsRequest: {
    fields: { name: text(4), filter: text(1), pageSize: integer(2), pageToken: text(3) },
  },
  ListOperationsResponse: {
    fields: { operations: list(1, "Operation"), nextPageToken: text(2) },
  },
};

const OperationMetadata = {
  fields: {
    state: { id: 1, type: "State" },
    description: text(2),
    type: { id: 3, type: "Type" },
    priority: integer(4),
    createTime: time(5),
    updateTime: time(6),
    startTime: time(7),
    endTime: time(8),
    progress: number(9),
    stages: list(10, "Stage"),
    attempt: integer(11),
    scriptUri: text(12),
    destinationUris: list(13, "string"),
    batchEecuUsageSeconds: number(14),
  },
  nested: {
    State: {
      values: {
        STATE_UNSPECIFIED: 0,
        PENDING: 1,
        RUNNING: 2,
        CANCELLING: 3,
        SUCCEEDED: 4,
        CANCELLED: 5,
        FAILED: 6,
      },
    },
    Type: { values: { TYPE_UNSPECIFIED: 0, EXPORT_IMAGE: 1 } },
    Stage: {
      fields: {
        displayName: text(1),
        completeWorkUnits: number(2),
        totalWorkUnits: number(3),
        description: text(4),
      },
    },
  },
};

/** The protos in protobufjs' JSON, as a client generated for the service has them. */
export const earthEngineProtos = {
  nested: {
    google: {
      nested: {
        longrunning: { nested: longrunning },
        earthengine: { nested: { v1: { nested: { OperationMetadata } } } },
        rpc: {
          nested: {
            Status: {
              fields: {
                code: integer(1),
                message: text(2),
                details: list(3, "google.protobuf.Any"),
              },
            },
          },
        },
        protobuf: {
          nested: {
            Any: { fields: { type_url: text(1), value: { id: 2, type: "bytes" } } },
            Empty: { fields: {} },
            Timestamp: { fields: { seconds: { id: 1, type: "int64" }, nanos: integer(2) } },
          },
        },
      },
    },
  },
};
