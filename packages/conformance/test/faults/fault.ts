import type { Operation, Operations } from "@rx-lro/core";

/** A way in which an implementation of `Operations` can be wrong. */
export interface Fault {
  readonly name: string;
  /** The scenarios that must fail for it, by name; others may, too. */
  readonly caughtBy: readonly string[];
  /** What is wrong, over operations that are right. */
  spoil(right: Operations): Partial<Operations>;
}

/** A fault of what get answers. */
export function getFault(
  name: string,
  caughtBy: readonly string[],
  change: (operation: Operation) => object,
): Fault {
  return {
    name,
    caughtBy,
    spoil: (right) => ({
      getOperation: async (request, options) =>
        change(await right.getOperation(request, options)) as Operation,
    }),
  };
}

/** A fault of any of the methods: `change` is given a call that is right and answers the wrong one. */
export function anyFault(
  name: string,
  caughtBy: readonly string[],
  change: <Request, Options, Answer>(
    right: (request: Request, options?: Options) => Promise<Answer>,
  ) => (request: Request, options?: Options) => Promise<Answer>,
): Fault {
  return {
    name,
    caughtBy,
    spoil: (right) => ({
      getOperation: change(right.getOperation),
      listOperations: change(right.listOperations),
      cancelOperation: change(right.cancelOperation),
      deleteOperation: change(right.deleteOperation),
      waitOperation: change(right.waitOperation),
    }),
  };
}
