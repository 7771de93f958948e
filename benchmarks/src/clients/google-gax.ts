import { GoogleAuth, PassThroughClient } from "google-auth-library";
import { fallback, operationsProtos } from "google-gax";
import type { CreateClient } from "./client.ts";
import { earthEngineProtos } from "./earth-engine-protos.ts";
import { endOf } from "./operation.ts";

const { Operation, CancelOperationRequest } = operationsProtos.google.longrunning;

/** google-gax as generated clients use it with `fallback: true`: REST, the service's protos, its own poll loop. */
export const createClient: CreateClient = ({ baseUrl, intervalMs }) => {
  const { hostname, port } = new URL(baseUrl);
  const protos = fallback.protobufFromJSON(earthEngineProtos);
  const auth = new GoogleAuth({ authClient: new PassThroughClient() });
  const operations = fallback.lro({ auth, protoJson: protos }).operationsClient({
    servicePath: hostname,
    port: Number(port),
    protocol: "http",
  });
  const decoder = (type: string) => {
    const message = protos.lookupType(type);
    return message.decode.bind(message);
  };
  const descriptor = new fallback.LongrunningDescriptor(
    operations,
    decoder("google.protobuf.Empty"),
    decoder("google.earthengine.v1.OperationMetadata"),
  );
  const backoff = {
    ...fallback.createDefaultBackoffSettings(),
    initialRetryDelayMillis: intervalMs,
    retryDelayMultiplier: 1,
    maxRetryDelayMillis: intervalMs,
    totalTimeoutMillis: null,
  };
  return {
    watch: (names, onEnd) =>
      Promise.all(
        names.map((name) =>
          fallback
            .operation(new Operation({ name }), descriptor, backoff)
            .promise()
            .then(
              () => onEnd(name, "succeeded"),
              (error: { readonly code: number }) => {
                if (!ENDING_CODES.has(error.code)) throw error;
                onEnd(name, endOf({ name, error }));
              },
            ),
        ),
      ),
    async cancel(name) {
      await operations.cancelOperation(new CancelOperationRequest({ name }));
      return undefined;
    },
  };
};

/** CANCELLED and INVALID_ARGUMENT, which the server's operations end with; google-gax rejects in the same way when a call fails. */
const ENDING_CODES = new Set([1, 3]);
