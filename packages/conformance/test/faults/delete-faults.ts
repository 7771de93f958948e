import { Code, isRpcError } from "@rx-lro/core";
import type { Fault } from "./fault.ts";

/** What delete can do wrong. */
export const deleteFaults: readonly Fault[] = [
  {
    name: "delete lies: it accepts and does nothing",
    caughtBy: [
      "delete: forgets an operation that runs",
      "watch: loses an operation that is deleted",
    ],
    spoil: (right) => ({
      deleteOperation: async (request, options) =>
        void (await right.getOperation(request, options)),
    }),
  },
  {
    name: "delete answers something",
    caughtBy: ["delete: forgets an operation that has ended"],
    spoil: (right) => ({
      deleteOperation: async (request, options) => {
        await right.deleteOperation(request, options);
        return {} as unknown as undefined;
      },
    }),
  },
  {
    name: "delete cancels",
    caughtBy: ["delete: doesn't cancel"],
    spoil: (right) => ({
      deleteOperation: async (request, options) => {
        await right.cancelOperation(request, options).catch(() => undefined);
        await right.deleteOperation(request, options);
      },
    }),
  },
  {
    name: "delete accepts what isn't there",
    caughtBy: [
      "delete: of what was deleted is NOT_FOUND",
      "names: delete by a name that no operation has is NOT_FOUND",
    ],
    spoil: (right) => ({
      deleteOperation: (request, options) =>
        right.deleteOperation(request, options).catch((error: unknown) => {
          if (!isRpcError(error) || error.code !== Code.NOT_FOUND) throw error;
        }),
    }),
  },
  {
    name: "delete forgets until the work has ended",
    caughtBy: ["watch: learns that there is nothing to cancel any more"],
    spoil(right) {
      const hidden = new Set<string>();
      return {
        deleteOperation: async (request, options) => {
          await right.getOperation(request, options);
          hidden.add(request.name);
        },
        getOperation: async (request, options) => {
          const operation = await right.getOperation(request, options);
          const { name } = request;
          const isHidden = hidden.has(name) && !operation.done;
          return isHidden ? right.getOperation({ name: `${name}-gone` }) : operation;
        },
      };
    },
  },
  {
    name: "delete forgets all of the parent",
    caughtBy: [
      "delete: takes the operation out of the list and leaves the others",
      "list: while others come and go shows what stays once",
    ],
    spoil: (right) => ({
      deleteOperation: async (request, options) => {
        const parent = request.name.replace(/\/operations\/.*/, "");
        await right.deleteOperation(request, options);
        const { operations } = await right.listOperations({ name: parent });
        for (const { name } of operations) await right.deleteOperation({ name });
      },
    }),
  },
];
