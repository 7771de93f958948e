import {
  Code,
  isRpcError,
  type ListOperationsRequest,
  type ListOperationsResponse,
  type Operation,
  type Operations,
  RpcError,
} from "@rx-lro/core";
import type { Fault } from "./fault.ts";

/** What list can do wrong. */
export const listFaults: readonly Fault[] = [
  listFault(
    "list repeats its tokens",
    ["list: of a parent without operations has none and ends"],
    (page) => ({ ...page, nextPageToken: "again" }),
  ),
  listFault(
    "list shows the last operation twice",
    ["list: shows the operations of its parent and no others"],
    ({ operations, ...page }) => ({
      ...page,
      operations: [...operations, ...operations.slice(-1)],
    }),
  ),
  listFault(
    "list ends after its first page",
    ["list: in pages of any size shows each operation once"],
    ({ operations }) => ({ operations }),
  ),
  listFault(
    "list has a next page without operations",
    [
      "list: of a parent without operations has none and ends",
      "watchAll: of a parent without operations shows none",
    ],
    (page, { pageToken }) => (pageToken ? page : { nextPageToken: "MQ", ...page }),
  ),
  listFault(
    "list forgets the first operation",
    ["list: shows the operations of its parent and no others"],
    ({ operations, ...page }) => ({
      ...page,
      operations: operations.slice(1),
    }),
  ),
  listFault(
    "list says that all run",
    ["watchAll: shows what is there, what comes, ends and is deleted"],
    ({ operations, ...page }) => ({
      ...page,
      operations: operations.map(({ name }) => ({ name })),
    }),
  ),
  listFault(
    "list says that all are done",
    ["list: says as get does whether an operation is done"],
    ({ operations, ...page }) => ({
      ...page,
      operations: operations.map(({ name }) => ({ name, done: true })),
    }),
  ),
  asking(
    "list takes no page size",
    ["list: in pages of any size shows each operation once"],
    ({ pageSize: _, ...request }) => request,
  ),
  asking(
    "list takes page size 0 for 1 and any other for its double",
    ["list: in pages of any size shows each operation once"],
    (request) => ({
      ...request,
      pageSize: (request.pageSize ?? 0) * 2 || 1,
    }),
  ),
  asking(
    "list lowers a page size that is negative",
    ["list: refuses a negative page size"],
    (request) => ({
      ...request,
      pageSize: Math.abs(request.pageSize ?? 0),
    }),
  ),
  asking(
    "list refuses a large page size",
    ["list: takes page size 0 for its own choice and lowers one that is too large"],
    (request) => {
      if ((request.pageSize ?? 0) < 10_000) return request;
      throw new RpcError(Code.INVALID_ARGUMENT, "too large");
    },
  ),
  {
    name: "list binds tokens to the page size",
    caughtBy: ["list: lets the page size change between pages"],
    spoil(right) {
      const sizes = new Map<string, number | undefined>();
      return {
        listOperations: async (request, options) => {
          const { pageToken = "", pageSize } = request;
          if (sizes.has(pageToken) && sizes.get(pageToken) !== pageSize) {
            throw new RpcError(Code.INVALID_ARGUMENT, "another size");
          }
          const page = await right.listOperations(request, options);
          if (page.nextPageToken) sizes.set(page.nextPageToken, pageSize);
          return page;
        },
      };
    },
  },
  {
    name: "list begins anew with a token that isn't its own",
    caughtBy: ["list: refuses a token of another list and one that is none"],
    spoil: (right) => ({
      listOperations: (request, options) =>
        right.listOperations(request, options).catch((error: unknown) => {
          const isToken = request.pageToken && isRpcError(error);
          if (!isToken || error.code !== Code.INVALID_ARGUMENT) throw error;
          return right.listOperations({ name: request.name }, options);
        }),
    }),
  },
  {
    name: "list counts by place, so that what comes and goes shifts its pages",
    caughtBy: ["list: while others come and go shows what stays once"],
    spoil: (right) => ({
      listOperations: async ({ pageSize = 0, pageToken = "0", name }, options) => {
        const { operations } = await right.listOperations({ name }, options);
        const end = Number(pageToken) + (pageSize || 1000);
        const isLast = end >= operations.length;
        return {
          operations: operations.slice(Number(pageToken), end),
          ...(!isLast && { nextPageToken: String(end) }),
        };
      },
    }),
  },
  {
    name: "list shows other parents' operations",
    caughtBy: ["list: shows the operations of its parent and no others"],
    spoil(right) {
      const seen = new Map<string, Operation>();
      return {
        getOperation: async (request, options) => {
          const operation = await right.getOperation(request, options);
          seen.set(operation.name, operation);
          return operation;
        },
        listOperations: async (request, options) => {
          const page = await right.listOperations(request, options);
          for (const operation of page.operations) seen.set(operation.name, operation);
          return { ...page, operations: [...seen.values()] };
        },
      };
    },
  },
  {
    name: "list is not there",
    caughtBy: ["list: of a parent without operations has none and ends"],
    spoil: () => ({
      listOperations: async () => {
        throw new RpcError(Code.UNIMPLEMENTED, "no list");
      },
    }),
  },
  asking(
    "list takes no filter",
    ["filter: on done shows those that are, or those that aren't"],
    ({ filter: _, ...request }) => request,
  ),
  asking(
    "list lets AND bind tighter than OR",
    ["filter: lets OR bind tighter than AND, and parentheses first"],
    ({ filter = "", ...request }) => ({
      ...request,
      filter: filter
        .split(" OR ")
        .map((side) => (filter.includes("(") ? side : `(${side})`))
        .join(" OR "),
    }),
  ),
  listFault(
    "list ends a filtered list after its first page",
    ["filter: in pages of any size shows each operation once"],
    ({ operations, ...page }, { filter }) => (filter ? { operations } : { operations, ...page }),
  ),
  asking(
    "list passes over a filter that isn't one",
    ["filter: is refused when it isn't one, and so is a token of another filter"],
    ({ filter, ...request }) => ({ ...request, ...(filter === "done = true" && { filter }) }),
  ),
  {
    name: "listParent names the collection",
    caughtBy: ["list: of the parent that listParent tells shows the operation"],
    spoil: (right) => ({ listParent: (name) => `${right.listParent?.(name)}/operations` }),
  },
];

function listFault(
  name: string,
  caughtBy: readonly string[],
  change: (page: ListOperationsResponse, request: ListOperationsRequest) => ListOperationsResponse,
): Fault {
  return spoiling(name, caughtBy, ({ listOperations }) => async (request, options) => {
    return change(await listOperations(request, options), request);
  });
}

function asking(
  name: string,
  caughtBy: readonly string[],
  change: (request: ListOperationsRequest) => ListOperationsRequest,
): Fault {
  return spoiling(name, caughtBy, ({ listOperations }) => async (request, options) => {
    return listOperations(change(request), options);
  });
}

function spoiling(
  name: string,
  caughtBy: readonly string[],
  listOperations: (right: Operations) => Operations["listOperations"],
): Fault {
  return { name, caughtBy, spoil: (right) => ({ listOperations: listOperations(right) }) };
}
