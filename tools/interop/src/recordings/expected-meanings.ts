// biome-ignore-all lint/suspicious/noTemplateCurlyInString: recordings have placeholders such as ${projectId}

/**
 * What each known recording means, by file name: worked out from operations.proto, AIP-151, AIP-193 and the
 * note in the file, not from what the client says. Patterns leave the wording of its own messages to the client.
 */
export const expectedMeanings: Readonly<Record<string, string | RegExp>> = {
  // `done` alone decides: absent or false is running, even beside a response (05) or with nothing else (07).
  "01-run-create-running.json": "running",
  "02-run-get-done-response.json": "done.succeeded google.cloud.run.v2.Service",
  "03-alloydb-running-done-false.json": "running",
  "04-alloydb-done-response.json": "done.succeeded google.cloud.alloydb.v1beta.Cluster",
  "05-firestore-response-without-done.json": "running",
  "06-firestore-done.json": "done.succeeded google.firestore.admin.v1.Database",
  "07-servicenetworking-name-only.json": "running",
  "08-servicenetworking-done.json": "done.succeeded google.cloud.servicenetworking.v1.Connection",
  "09-serviceusage-any-empty-value.json":
    "done.succeeded google.api.serviceusage.v1.EnableServiceResponse",
  // The code inside an operation is a google.rpc.Code: 6 is ALREADY_EXISTS.
  "10-resourcemanager-done-error.json":
    "done.failed [ALREADY_EXISTS] <eye3 title='ALREADY_EXISTS'/> generic::ALREADY_EXISTS: A TagKey with short name 'keyname${uniqueId}' already exists under parent 'projects/${projectNumber}'",
  // Compute's own Operation has `status` instead of `done`: never an operation of ours, failed or running.
  "11-NOT-LRO-compute-operation-error.json": /^malformed: not a google\.longrunning\.Operation/,
  // A call with nothing to wait for answers without a name.
  "12-tagbinding-nameless-done.json":
    "done.succeeded google.cloud.resourcemanager.v3.TagBinding, nameless",
  "13-cloudidentity-done-only.json": "done.succeeded without a response, nameless",
  "14-cloudfunctions-metadata-null.json": "done.succeeded without a response",
  "15-batch-done-no-result.json": "done.succeeded without a response",
  "16-bigtable-multi-segment-name.json": "running",
  "17-spanner-running.json": "running",
  "18-spanner-done.json": "done.succeeded google.spanner.admin.instance.v1.Instance",
  "19-filestore-running.json": "running",
  "20-filestore-done.json": "done.succeeded google.cloud.filestore.v1.Instance",
  "21-vertex-running.json": "running",
  "22-vertex-done.json": "done.succeeded google.cloud.aiplatform.v1beta1.NotebookRuntime",
  "23-dataproc-running.json": "running",
  "24-apigee-org-operation.json": "running",
  "25-delete-done-empty.json": "done.succeeded google.protobuf.Empty",
  // Error bodies of every age: `status` names the code; without it the HTTP status decides.
  "26-http404-modern.json": "error [NOT_FOUND] Not Found",
  // `errors[]` shows that a method answered: the bucket isn't there, the route is.
  "27-http404-legacy-no-status.json": "error [NOT_FOUND] The specified bucket does not exist.",
  "28-http403.json": "error [PERMISSION_DENIED] The caller does not have permission",
  "29-http403-with-errors.json":
    "error [PERMISSION_DENIED] Permission 'cloudkms.cryptoKeys.setIamPolicy' denied on resource 'projects/${projectId}/locations/us-central1/keyRings/kmskeyring-${uniqueId}/cryptoKeys/kmscryptokey-${uniqueId}' (or it may not exist).",
  "30-http409.json":
    "error [ALREADY_EXISTS] Service account sa-${uniqueId} already exists within project projects/${projectId}.",
  "31-http400-no-status.json":
    "error [INVALID_ARGUMENT] Invalid request: Invalid Tier (db-c4a-highmem-2) for (ENTERPRISE) Edition.",
  "32-http500.json":
    "error [INTERNAL] Internal error encountered. Please try again. If the issue persists, please contact our support team.",
  "33-http204-delete.json": "ok, empty",
  "34-NOT-LRO-compute-operation.json": /^malformed: not a google\.longrunning\.Operation/,
  "35-NOT-LRO-sqladmin-operation.json": /^malformed: not a google\.longrunning\.Operation/,
  "36-NOT-LRO-container-operation.json": /^malformed: not a google\.longrunning\.Operation/,
  // Earth Engine: no recording has `progress`, and a SUCCEEDED or CANCELLED state isn't CANCELLING.
  "37-ee-succeeded-test-vector.json":
    "done.succeeded without a response; metadata: no progress, not cancelling",
  "38-ee-running-incomplete-stages.json": "running; metadata: no progress, not cancelling",
  "39-ee-pending-epoch-starttime.json": "running; metadata: no progress, not cancelling",
  "40-ee-cancelled.json":
    "done.cancelled [CANCELLED] Cancelled.; metadata: no progress, not cancelling",
  "41-aip193-429.json":
    "error [RESOURCE_EXHAUSTED] The zone 'us-east1-a' does not have enough resources available to fulfill the request. Try a different zone, or try again later.; details: ErrorInfo, LocalizedMessage, Help",
  "42-http401-errors.json":
    "error [UNAUTHENTICATED] Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
  "43-http503-details.json":
    "error [UNAVAILABLE] The service is currently unavailable.; details: FcmError",
  "44-http400-badrequest.json":
    "error [INVALID_ARGUMENT] Recipient of the message is not set.; details: BadRequest, FcmError",
  // Pages of a front end: 502 may pass, and no method answered the 404.
  "45-http502-html.json": /^error \[UNAVAILABLE\] .*HTTP 502.*Error 502 \(Server Error\)!!1/,
  "46-http404-html.json":
    /^error \[NOT_FOUND\] .*HTTP 404.*Error 404 \(Not Found\)!!1.*; no such route$/,
  // gapic-showcase prints defaults and says text/plain.
  "47-showcase-wait-running.json": "running",
  "48-showcase-wait-done.json": "done.succeeded google.showcase.v1beta1.WaitResponse",
  "49-showcase-wait-error.json": "done.failed [FAILED_PRECONDITION] nope; details: ErrorInfo",
  "50-showcase-wait-cancelled.json": "done.cancelled [CANCELLED] Cancelled.",
  "51-showcase-wait-no-result.json": "done.succeeded without a response",
  // Its list has an Any without a type.
  "52-showcase-list.json": "list of 3: running, done.succeeded with an untyped response, running",
  "53-showcase-404.json": 'error [NOT_FOUND] Operation "operations/nope" not found.',
  "54-showcase-429-retryinfo.json": "error [RESOURCE_EXHAUSTED] quota; details: RetryInfo 1500 ms",
  "55-showcase-503-no-message.json": /^error \[UNAVAILABLE\] .*HTTP 503/,
  "56-showcase-501.json": "error [UNIMPLEMENTED] no",
  // HTTP 499 says that the call was cancelled, not the operation.
  "57-showcase-499.json": "error [CANCELLED] c",
};
