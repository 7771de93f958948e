import type { StandardSchemaV1 } from "@standard-schema/spec";
import { interval, type Observable, repeat, retry } from "rxjs";
import { describe, expectTypeOf, it } from "vitest";
import { assign, createActor, sendTo, setup } from "xstate";
import {
  type Any,
  anyTypeName,
  type BackoffPolicy,
  type BadRequest,
  type CallOptions,
  type CancellationOutcome,
  Code,
  type CodeName,
  codeFromName,
  createWatcher,
  type ErrorInfo,
  exponentialBackoff,
  findDetail,
  fromCall,
  isOperationError,
  isRpcError,
  type LifecycleMachine,
  type ListOperationsRequest,
  type LostReason,
  lifecycleMachine,
  lookByGet,
  type Operation,
  type OperationError,
  type OperationState,
  type Operations,
  type Outcome,
  operationLogic,
  type PollErrorPolicy,
  parseDuration,
  parseStatus,
  pollErrorPolicy,
  RpcError,
  readOperation,
  Schedule,
  type Status,
  type Watch,
  type Watcher,
} from "../src/index.ts";
import { createScriptedOperations, VirtualClock } from "../src/testing/index.ts";

// Read by the type checker only; nothing here runs.

declare const operations: Operations;
declare const watcher: Watcher;
declare const operation: Operation;

interface Image {
  readonly id: string;
}
declare const imageSchema: StandardSchemaV1<unknown, Image>;

describe("watch()", () => {
  it("gives Any without decoders", () => {
    const watch = createWatcher(operations).watch("operations/a");
    expectTypeOf(watch).toEqualTypeOf<Watch<Any, Any>>();
    expectTypeOf(watch.states).toEqualTypeOf<Observable<OperationState<Any, Any>>>();
    expectTypeOf(watch.state).toEqualTypeOf<OperationState<Any, Any> | undefined>();
    expectTypeOf(watch.name).toEqualTypeOf<string | undefined>();
  });

  it("infers its types from functions", () => {
    const watch = watcher.watch("operations/a", {
      response: (any): Image => ({ id: String(any["id"]) }),
      metadata: (any) => Number(any["step"]),
    });
    expectTypeOf(watch).toEqualTypeOf<Watch<Image, number>>();
    expectTypeOf(watch.response()).toEqualTypeOf<Promise<Image | undefined>>();
    expectTypeOf(watch.outcome()).toEqualTypeOf<Promise<Outcome<Image>>>();
    expectTypeOf(watch.cancel()).toEqualTypeOf<Observable<CancellationOutcome<Image>>>();
    expectTypeOf(watch.cancellation).toEqualTypeOf<Observable<CancellationOutcome<Image>>>();
  });

  it("infers its types from Standard Schemas", () => {
    const watch = watcher.watch("operations/a", { response: imageSchema });
    expectTypeOf(watch.response()).resolves.toEqualTypeOf<Image | undefined>();
    const { state } = watch;
    expectTypeOf(state?.metadata).toEqualTypeOf<Any | undefined>();
  });

  it("gives decoders an Any", () => {
    watcher.watch("operations/a", {
      response: (any) => expectTypeOf(any).toEqualTypeOf<Any>(),
      metadata: (any) => expectTypeOf(any).toEqualTypeOf<Any>(),
    });
  });

  it("takes a name, an operation or a promise of either, and nothing else", () => {
    watcher.watch("operations/a");
    watcher.watch(operation);
    watcher.watch(Promise.resolve("operations/a"));
    watcher.watch(Promise.resolve(operation));
    // @ts-expect-error: a number is no name
    watcher.watch(5);
    // @ts-expect-error: an operation has a name
    watcher.watch({ done: true });
    // @ts-expect-error: a list isn't one operation
    watcher.watch(Promise.resolve([operation]));
    // @ts-expect-error: there is no such deadline
    watcher.watch("operations/a", { onDeadline: "delete" });
  });

  it("iterates over its states", async () => {
    for await (const state of watcher.watch("operations/a", { response: imageSchema })) {
      expectTypeOf(state).toEqualTypeOf<OperationState<Image, Any>>();
    }
  });

  it("is read-only", () => {
    const watch = watcher.watch("operations/a");
    // @ts-expect-error: the watcher alone knows the state
    watch.state = undefined;
    // @ts-expect-error: a name is given once
    watch.name = "operations/b";
  });
});

describe("states and outcomes", () => {
  it("are told apart by their type, every one", () => {
    const read = (state: OperationState<Image, number>): string => {
      expectTypeOf(state.metadata).toEqualTypeOf<number | undefined>();
      switch (state.type) {
        case "running":
          // @ts-expect-error: a running operation has no outcome
          return state.outcome;
        case "cancelling":
          expectTypeOf(state.phase).toEqualTypeOf<"requesting" | "requested">();
          return state.phase;
        case "done":
          expectTypeOf(state.outcome).toEqualTypeOf<Outcome<Image>>();
          return state.outcome.type;
        case "lost":
          expectTypeOf(state.reason).toEqualTypeOf<LostReason>();
          expectTypeOf(state.error).toEqualTypeOf<RpcError | undefined>();
          return state.reason;
      }
    };
    expectTypeOf(read).returns.toBeString();
    expectTypeOf<OperationState["type"]>().toEqualTypeOf<
      "running" | "cancelling" | "done" | "lost"
    >();
  });

  it("give what belongs to an outcome, and only that", () => {
    const read = (outcome: Outcome<Image>) => {
      // @ts-expect-error: only a success has a response
      void outcome.response;
      switch (outcome.type) {
        case "succeeded":
          return expectTypeOf(outcome.response).toEqualTypeOf<Image | undefined>();
        case "failed":
        case "cancelled":
          return expectTypeOf(outcome.status).toEqualTypeOf<Status>();
        case "malformed":
          return expectTypeOf(outcome.problem).toBeString();
        default:
          return expectTypeOf(outcome).toBeNever();
      }
    };
    expectTypeOf(read).parameter(0).toEqualTypeOf<Outcome<Image>>();
  });

  it("give what belongs to the outcome of a cancellation, and only that", () => {
    const read = (outcome: CancellationOutcome<Image>) => {
      switch (outcome.type) {
        case "cancelled":
        case "failed":
          return expectTypeOf(outcome.status).toEqualTypeOf<Status>();
        case "completed":
          return expectTypeOf(outcome.outcome).toEqualTypeOf<Outcome<Image>>();
        case "unimplemented":
        case "rejected":
          return expectTypeOf(outcome.error).toEqualTypeOf<RpcError>();
        case "unconfirmed":
          return expectTypeOf(outcome.reason).toEqualTypeOf<"lost" | "deadline" | "detached">();
        case "gone":
          return expectTypeOf(outcome).toEqualTypeOf<{ readonly type: "gone" }>();
        default:
          return expectTypeOf(outcome).toBeNever();
      }
    };
    expectTypeOf(read).parameter(0).toEqualTypeOf<CancellationOutcome<Image>>();
  });

  it("are read from any JSON", () => {
    const reading = readOperation(JSON.parse("{}"));
    if (reading.type === "done") expectTypeOf(reading.outcome).toEqualTypeOf<Outcome<Any>>();
    if (reading.type === "malformed") expectTypeOf(reading.done).toBeBoolean();
    // @ts-expect-error: what isn't done has no outcome
    void reading.outcome;
  });
});

describe("the protocol", () => {
  it("has codes that are numbers with names", () => {
    expectTypeOf(Code.NOT_FOUND).toEqualTypeOf<5>();
    expectTypeOf<CodeName>().extract<"NOT_FOUND" | "GONE">().toEqualTypeOf<"NOT_FOUND">();
    expectTypeOf(codeFromName("x")).toEqualTypeOf<Code | undefined>();
    new RpcError(Code.ABORTED, "");
    // @ts-expect-error: HTTP's codes are not google.rpc's
    new RpcError(404, "");
    // @ts-expect-error: codes are constants
    Code.OK = 1;
  });

  it("finds typed details in a Status as in an RpcError", () => {
    const status = parseStatus(JSON.parse("{}"));
    expectTypeOf(status).toEqualTypeOf<Status | undefined>();
    const error = new RpcError(Code.ABORTED, "");
    expectTypeOf(error).toExtend<Status>();
    expectTypeOf(findDetail(error, "google.rpc.ErrorInfo")).toEqualTypeOf<ErrorInfo | undefined>();
    const badRequest = findDetail({ details: [] }, "google.rpc.BadRequest");
    expectTypeOf(badRequest).toEqualTypeOf<BadRequest | undefined>();
    // @ts-expect-error: google.rpc has no such detail
    findDetail(error, "google.rpc.Nonsense");
  });

  it("narrows what was thrown", () => {
    const thrown: unknown = undefined;
    if (isRpcError(thrown)) expectTypeOf(thrown).toEqualTypeOf<RpcError>();
    if (isOperationError(thrown)) {
      expectTypeOf(thrown).toEqualTypeOf<OperationError>();
      expectTypeOf(thrown.outcome).toEqualTypeOf<Outcome<unknown> | undefined>();
    }
    expectTypeOf(RpcError.from(thrown)).toEqualTypeOf<RpcError>();
  });

  it("reads durations and types from what may be none", () => {
    expectTypeOf(parseDuration).toEqualTypeOf<(json: unknown) => number | undefined>();
    expectTypeOf(anyTypeName).toEqualTypeOf<(any: Any) => string | undefined>();
  });
});

describe("Operations", () => {
  it("is what the test double is", () => {
    expectTypeOf(createScriptedOperations({})).toExtend<Operations>();
    createScriptedOperations({ get: [operation, new Error("no"), async () => operation] });
    // @ts-expect-error: a get gives an operation
    createScriptedOperations({ get: [{ id: 5 }] });
    // @ts-expect-error: a cancellation gives nothing
    createScriptedOperations({ cancel: [operation] });
    // @ts-expect-error: the protocol has five methods
    createScriptedOperations({ pause: [] });
  });

  it("asks for one attempt with `retry: false`, and knows no other", () => {
    expectTypeOf<CallOptions["retry"]>().toEqualTypeOf<false | undefined>();
    expectTypeOf(operations.listOperations).parameter(0).toEqualTypeOf<ListOperationsRequest>();
    expectTypeOf(operations.cancelOperation).returns.resolves.toBeVoid();
    // @ts-expect-error: attempts are the implementation's matter
    void operations.getOperation({ name: "a" }, { retry: true });
    // @ts-expect-error: a request has a name
    void operations.waitOperation({ timeoutMs: 5 });
  });

  it("needs all five methods, and no facts", () => {
    const { getOperation, listOperations, cancelOperation, deleteOperation, waitOperation } =
      operations;
    const four = { getOperation, listOperations, cancelOperation, deleteOperation };
    expectTypeOf({ ...four, waitOperation }).toExtend<Operations>();
    expectTypeOf(four).not.toExtend<Operations>();
  });
});

describe("the building blocks", () => {
  it("fit RxJS", () => {
    const delay = exponentialBackoff({ scheduler: new VirtualClock() });
    expectTypeOf(lookByGet(operations, "a")).toEqualTypeOf<Observable<Operation>>();
    expectTypeOf(interval(1).pipe(repeat({ delay }), retry({ delay }))).toEqualTypeOf<
      Observable<number>
    >();
    const call = fromCall((signal) => Promise.resolve(signal.aborted));
    expectTypeOf(call).toEqualTypeOf<Observable<boolean>>();
  });

  it("fit the watcher, as an application's own policies do", () => {
    expectTypeOf(exponentialBackoff()).toExtend<BackoffPolicy>();
    expectTypeOf(pollErrorPolicy()).toEqualTypeOf<PollErrorPolicy>();
    createWatcher(operations, {
      backoff: { minMs: 10, delayMs: (count) => 10 * count },
      pollErrors: { judge: () => ({ type: "lost", reason: "denied" }) },
    });
    // @ts-expect-error: there is no such reason
    createWatcher(operations, { pollErrors: { judge: () => ({ type: "lost", reason: "bored" }) } });
    // @ts-expect-error: times are numbers of ms
    createWatcher(operations, { requestTimeoutMs: "30s" });
  });

  it("schedule what has a time", () => {
    const schedule = new Schedule<{ dueAt: number | undefined; id: string }>(
      new VirtualClock(),
      Date.now,
    );
    expectTypeOf(schedule.set).parameter(0).toHaveProperty("id");
    // @ts-expect-error: without a place for its time nothing can be scheduled
    expectTypeOf<Schedule<{ id: string }>>().not.toBeAny();
  });

  it("have a machine with an explicit type", () => {
    expectTypeOf(lifecycleMachine).toEqualTypeOf<LifecycleMachine>();
  });
});

describe("operationLogic()", () => {
  const logic = operationLogic(watcher, { response: imageSchema });

  it("gives a typed actor that takes a name and `cancel`", () => {
    const actor = createActor(logic, { input: { name: "operations/a" } });
    expectTypeOf(actor.getSnapshot().state).toEqualTypeOf<OperationState<Image, Any> | undefined>();
    expectTypeOf(actor.getSnapshot().output).toEqualTypeOf<Outcome<Image> | undefined>();
    actor.send({ type: "cancel" });
    // @ts-expect-error: there is no other event
    actor.send({ type: "pause" });
    // @ts-expect-error: a name is needed
    createActor(logic, { input: {} });
  });

  it("gives a machine its outcome", () => {
    const machine = setup({
      types: { context: {} as { outcome?: Outcome<Image> } },
      actors: { operation: logic },
    }).createMachine({
      context: {},
      invoke: {
        id: "operation",
        src: "operation",
        input: { name: "operations/a" },
        onDone: {
          actions: assign({
            outcome: ({ event }) => {
              expectTypeOf(event.output).toEqualTypeOf<Outcome<Image>>();
              return event.output;
            },
          }),
        },
      },
      on: { stop: { actions: sendTo("operation", { type: "cancel" }) } },
    });
    expectTypeOf(createActor(machine).getSnapshot().context.outcome).toEqualTypeOf<
      Outcome<Image> | undefined
    >();
  });
});
