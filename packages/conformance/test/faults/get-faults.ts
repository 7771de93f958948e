import { Code } from "@rx-lro/core";
import { type Fault, getFault } from "./fault.ts";

/** What get can do wrong. */
export const getFaults: readonly Fault[] = [
  getFault(
    "get answers another name",
    ["get: answers the operation that was started, by its name"],
    (operation) => ({ ...operation, name: "operations/x" }),
  ),
  getFault(
    "get shows a response before the end",
    ["get: shows no result while the operation runs"],
    (operation) => (operation.done ? operation : { ...operation, response: { content: "soon" } }),
  ),
  getFault(
    "get says done too early",
    [
      "get: shows no result while the operation runs",
      "watch: shares one loop of looks among views, and goes on when one leaves",
    ],
    (operation) => ({ ...operation, done: true }),
  ),
  getFault(
    "get never says done",
    [
      "get: shows the end once the operation has ended",
      "watch: follows an operation from running to done",
    ],
    (operation) => ({ name: operation.name, done: false }),
  ),
  getFault(
    "get leaves the result out",
    [
      "outcomes: a success has its response",
      "outcomes: a failure keeps its code, message and details",
      "watch: sees the response of an operation that is being started",
    ],
    ({ name, done }) => ({ name, ...(done && { done }) }),
  ),
  getFault(
    "get writes done as a string",
    ["get: shows no result while the operation runs"],
    (operation) => ({
      ...operation,
      done: String(operation.done),
    }),
  ),
  getFault(
    "get changes the metadata at each call",
    [
      "get: shows the same end each time",
      "cancel: changes no operation that has ended, accepted or refused",
    ],
    (operation) => ({
      ...operation,
      metadata: { look: Math.random() },
    }),
  ),
  getFault(
    "get leaves the metadata out",
    ["get: shows the metadata", "watch: sees the metadata"],
    ({ metadata: _, ...operation }) => operation,
  ),
  getFault(
    "get adds fields of its own",
    [
      "get: answers with the fields of the protocol and no others",
      "wait: answers at once when the operation has ended",
    ],
    (operation) => ({ ...operation, kind: "lro" }),
  ),
  getFault(
    "get fills an empty response",
    [
      "get: shows the end once the operation has ended",
      "outcomes: a success has its response",
      "outcomes: a success may have an empty response or none",
      "watch: sees the response of an operation that is being started",
      "watch: takes an empty response or none as a success",
    ],
    (operation) =>
      operation.response ? { ...operation, response: { x: 1, ...operation.response } } : operation,
  ),
  getFault(
    "get drops the details of a failure",
    [
      "outcomes: a failure keeps its code, message and details",
      "watch: sees a failure with its details",
    ],
    ({ error, ...operation }) => ({
      ...operation,
      ...(error && { error: { ...error, details: [] } }),
    }),
  ),
  getFault(
    "get tells code 1 as another",
    [
      "outcomes: code 1 is a cancellation, whoever asked for it",
      "watch: cancels once for two views that ask, and tells both",
      "watch: learns that a cancellation took effect",
      "watch: reports an operation that was cancelled by somebody else",
    ],
    ({ error, ...operation }) => ({
      ...operation,
      ...(error && { error: { ...error, code: error.code === 1 ? Code.ABORTED : error.code } }),
    }),
  ),
  {
    name: "get answers what it answered first",
    caughtBy: [
      "get: tells one operation from another",
      "get: shows the end once the operation has ended",
    ],
    spoil(right) {
      let first: ReturnType<typeof right.getOperation> | undefined;
      return {
        getOperation: (request, options) => {
          first ??= right.getOperation(request, options);
          return first;
        },
      };
    },
  },
];
