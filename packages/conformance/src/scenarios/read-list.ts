import type { ListOperationsRequest, Operation } from "@rx-lro/core";
import { ConformanceError } from "../conformance-error.ts";
import { expectEqual } from "../expect-equal.ts";
import type { Trial } from "../trial.ts";

/** A list that was read to its end. */
export interface WholeList {
  readonly operations: readonly Operation[];
  /** Sorted: the order of a list is the service's choice. */
  readonly names: readonly string[];
  /** How many operations each page had. */
  readonly sizes: readonly number[];
}

/**
 * Reads all pages; before each but the first, `between` is called with the operations shown so far.
 *
 * @throws ConformanceError when the list doesn't end, or a page isn't one.
 */
export async function readList(
  trial: Trial,
  request: Omit<ListOperationsRequest, "pageToken">,
  between: (shown: readonly Operation[]) => Promise<void> = async () => {},
): Promise<WholeList> {
  const operations: Operation[] = [];
  const sizes: number[] = [];
  const tokens = new Set<string>();
  let pageToken = "";
  do {
    if (pageToken !== "") await between(operations);
    const asked = pageToken === "" ? request : { ...request, pageToken };
    const page = await trial.list(asked);
    expectEqual("the operations of a page are a list", Array.isArray(page.operations), true);
    operations.push(...page.operations);
    sizes.push(page.operations.length);
    pageToken = page.nextPageToken ?? "";
    if (tokens.has(pageToken)) {
      const message = `the list of ${JSON.stringify(request.name)} has no end: a token came twice`;
      throw new ConformanceError(message, { actual: pageToken });
    }
    tokens.add(pageToken);
  } while (pageToken !== "");
  return { operations, sizes, names: operations.map(({ name }) => name).sort() };
}
