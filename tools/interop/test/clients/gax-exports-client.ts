import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  type ClientOptions,
  createBackoffSettings,
  GoogleAuth,
  type GRPCCall,
  fallback as gax,
  type LROperation,
  protobuf,
} from "google-gax";

/** What the operations of `exports.proto` tell and answer. */
type ExportOperation = LROperation<
  { readonly file: string },
  { readonly state: number } & protobuf.Message
>;

/** google-gax's own client of google.longrunning; its types want instances of its messages, but it takes objects. */
export interface GaxOperationsClient {
  getOperation(request: { name: string }): Promise<unknown>;
  cancelOperation(request: { name: string }): Promise<unknown>;
  deleteOperation(request: { name: string }): Promise<unknown>;
  listOperationsAsync(request: {
    name: string;
    pageSize: number;
  }): AsyncIterable<{ readonly name: string }>;
}

/** A client of `exports.proto`. */
export interface GaxExportsClient {
  readonly operationsClient: GaxOperationsClient;
  exportImage(request: { project: string; description: string }): Promise<[ExportOperation]>;
  /** The fields of a message in an Any. */
  unpack(any: AnyMessage): object;
}

/** An Any as google-gax decodes it. */
interface AnyMessage {
  readonly type_url?: string | null;
  readonly value?: Uint8Array | string | null;
}

const OPERATIONS = "google.longrunning.Operations";
const OPERATION = "/v1/{name=projects/*/operations/**}";

/** Where Earth Engine's operations are, as generated clients tell google-gax. */
const httpRules = [
  { selector: `${OPERATIONS}.ListOperations`, get: "/v1/{name=projects/*}/operations" },
  { selector: `${OPERATIONS}.GetOperation`, get: OPERATION },
  { selector: `${OPERATIONS}.CancelOperation`, post: `${OPERATION}:cancel`, body: "*" },
  { selector: `${OPERATIONS}.DeleteOperation`, delete: OPERATION },
];

/** A client of operations that knows nothing but where the server is. */
export function createGaxOperationsClient(url: string): GaxOperationsClient {
  const options = localOptions(url);
  return gax.lro(options).operationsClient(options) as unknown as GaxOperationsClient;
}

/** A client of `exports.proto`, put together as google-gax's generator does. */
export async function createGaxExportsClient(url: string): Promise<GaxExportsClient> {
  const options = localOptions(url);
  const root = loadProtos();
  const lro = gax.lro({ ...options, protoJson: root, httpRules });
  const operationsClient = lro.operationsClient(options);
  const descriptor = new gax.LongrunningDescriptor(
    operationsClient,
    decoderOf(root, "google.earthengine.v1.ExportImageResponse"),
    decoderOf(root, "google.earthengine.v1.OperationMetadata"),
  );
  const service = root.lookupService("google.earthengine.v1.Exports");
  const stub = await new gax.GrpcClient(options).createStub(service, options);
  // Looks every 20 ms at first: the tests wait for it.
  const longrunning = createBackoffSettings(20, 1.3, 1000, null, null, null, 60_000);
  const settings = new gax.CallSettings({ longrunning });
  const call = gax.createApiCall(stub["exportImage"] as GRPCCall, settings, descriptor, true);
  return {
    operationsClient: operationsClient as unknown as GaxOperationsClient,
    exportImage: async (request) => (await call(request)) as unknown as [ExportOperation],
    unpack({ type_url, value }) {
      const decode = decoderOf(root, type_url?.split("/").at(-1) ?? "");
      return decode(value as Uint8Array).toJSON();
    },
  };
}

function localOptions(url: string): ClientOptions {
  const { hostname, port } = new URL(url);
  // REST without TLS, and no account. With a project's id it doesn't look for one in the cloud.
  const auth = new GoogleAuth({ apiKey: "none", projectId: "my-project" });
  return { fallback: true, protocol: "http", servicePath: hostname, port: Number(port), auth };
}

function loadProtos(): protobuf.Root {
  const { resolve } = createRequire(import.meta.url);
  const protosOfGax = join(dirname(resolve("google-gax")), "../protos");
  const root = new protobuf.Root();
  const own = join(import.meta.dirname, "exports.proto");
  root.resolvePath = (_origin, file) => (file === own ? file : join(protosOfGax, file));
  root.loadSync(own);
  return root;
}

function decoderOf(root: protobuf.Root, message: string) {
  const type = root.lookupType(message);
  return type.decode.bind(type);
}
