import { operationNameProblem } from "@rx-lro/core";
import { standardBindings } from "@rx-lro/core/http";
import { createHttpOperations, fetchClient } from "@rx-lro/transport-http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryEngine, createOperationsHandler } from "../src/index.ts";
import { createRecorder } from "./support/operations.ts";

/** Operations in this process, whose names travel as they would over HTTP. */
function connect(...[operations, options]: Parameters<typeof createOperationsHandler>) {
  const handler = createOperationsHandler(operations, options);
  const client = fetchClient({ fetch: (url, init) => handler(new Request(url, init)) });
  return createHttpOperations({ baseUrl: "http://localhost", client, ...options });
}

/** Segments of any characters, and of what has a meaning in a path. */
const segment = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", minLength: 1 }),
      fc.constantFrom("%2F", "%2f", "%252F", "%25", "%", ":", ":cancel", "operations", "+", "*"),
    ),
    { minLength: 1 },
  )
  .map((parts) => parts.join("").replaceAll("/", ""))
  .filter((text) => text !== "" && operationNameProblem(text) === undefined);
const parent = fc.array(segment).map((segments) => segments.join("/"));
const operation = fc
  .tuple(
    parent,
    segment.filter((id) => id !== "operations"),
  )
  .map(([above, id]) => `${above && `${above}/`}operations/${id}`);

describe("a name on its way from a client to the handler", () => {
  it.each([undefined, standardBindings({ version: "v1" })])(
    "arrives as it is, whatever is in its segments (%#)",
    async (bindings) => {
      const { operations, received } = createRecorder();
      const client = connect(operations, bindings && { bindings });
      await fc.assert(
        fc.asyncProperty(operation, parent, async (name, above) => {
          received.length = 0;
          await client.getOperation({ name });
          await client.cancelOperation({ name });
          await client.deleteOperation({ name });
          await client.waitOperation({ name });
          await client.listOperations({ name: above });
          expect(received.map(([method, request]) => [method, request])).toEqual([
            ["get", { name }],
            ["cancel", { name }],
            ["delete", { name }],
            ["wait", { name }],
            ["list", { name: above.replace(/(?:(?:^|\/)operations)+$/, "") }],
          ]);
        }),
      );
    },
  );

  it("arrives as it is in a query", async () => {
    const { operations, received } = createRecorder();
    const bindings = { list: { method: "GET", path: "/v1/operations" } } as const;
    const client = connect(operations, { bindings });
    await client.listOperations({ name: "teams/a%2Fb" });
    expect(received).toEqual([["list", { name: "teams/a%2Fb" }]]);
  });

  it("finds operations of a parent that holds an encoded id", async () => {
    await using engine = createMemoryEngine({ methods: { work: async () => ({}) } });
    const parent = `users/${encodeURIComponent("a/b@example.com")}`;
    const { name } = await engine.start("work", undefined, { parent });
    const client = connect(engine);
    expect(await client.getOperation({ name })).toMatchObject({ name });
    expect(await client.listOperations({ name: parent })).toMatchObject({ operations: [{ name }] });
  });
});
