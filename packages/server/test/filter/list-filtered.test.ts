import { Code, type ListOperationsRequest, type Operation, RpcError } from "@rx-lro/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Engine, matchesFilter, parseFilter } from "../../src/index.ts";
import { engines } from "../support/engines.ts";
import { untilAborted } from "../support/methods.ts";

const methods = {
  succeed: (input: object) => input,
  fail: () => {
    throw new RpcError(Code.DATA_LOSS, "broken");
  },
  run: untilAborted,
};

/** Resolves when the operation has begun; PostgreSQL's are claimed first. */
async function untilBegun(engine: Engine, name: string): Promise<void> {
  while ((await engine.getOperation({ name })).metadata?.["state"] === "PENDING");
}

/** All pages of a list. */
async function readAll(engine: Engine, request: ListOperationsRequest): Promise<Operation[]> {
  const shown: Operation[] = [];
  let pageToken: string | undefined;
  do {
    const page = await engine.listOperations({ ...request, ...(pageToken && { pageToken }) });
    shown.push(...page.operations);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return shown;
}

/** Operations in all states but PENDING, under their descriptions. */
async function startAll(engine: Engine<typeof methods>) {
  const start = async (method: keyof typeof methods, description: string, tile: number) => {
    const metadata = { description, tile };
    const { name } = await engine.start(method, {}, { parent: "projects/p", metadata });
    return name;
  };
  const names = {
    one: await start("succeed", "one", 1),
    two: await start("succeed", "two", 2),
    broken: await start("fail", "broken", 3),
    running: await start("run", "running", 4),
    cancelled: await start("run", "cancelled", 5),
  };
  await untilBegun(engine, names.running);
  await engine.cancelOperation({ name: names.cancelled });
  const { one, two, broken, cancelled } = names;
  for (const name of [one, two, broken, cancelled]) await engine.waitOperation({ name });
  await engine.start("succeed", {}, { parent: "projects/q" });
  return names;
}

describe.each(engines)("a filtered list ($kind)", ({ create }) => {
  it("has what the filter is true of, in creation order, by pages of any size", async () => {
    await using engine = await create({ methods });
    const { one } = await startAll(engine);
    const { metadata } = await engine.getOperation({ name: one });
    const lists: Record<string, unknown> = {};
    for (const filter of [
      "done = true",
      "done = false",
      'metadata.state = "RUNNING"',
      "metadata.state = SUCCEEDED OR metadata.state = FAILED",
      "NOT metadata.state = SUCCEEDED",
      "metadata.state = CANCEL*",
      "done = true AND done = false",
      "error:*",
      "error.code = 15",
      "response:*",
      "metadata.tile > 1 AND metadata.tile < 4",
      "metadata.description = one OR metadata.state = RUNNING",
      `name = "${one}"`,
      `name = "${one}" OR metadata.tile = 4`,
      `name = "${one}" OR name = "projects/p/operations/none"`,
      `-name = "${one}"`,
      `metadata.createTime < "1971-01-01T00:00:00Z"`,
      `metadata.createTime >= "${metadata?.["createTime"]}"`,
      `metadata.createTime = "${metadata?.["createTime"]}" AND metadata.tile = 1`,
      "metadata.endTime:*",
      "NOT metadata.endTime:*",
      "NOT metadata.endTime > 1971-01-01T00:00:00Z",
      "metadata.startTime > 1971-01-01T00:00:00Z metadata.updateTime > 2100-01-01T00:00:00Z",
    ]) {
      const pages = await Promise.all(
        [1, 2, 1000].map((pageSize) => readAll(engine, { name: "projects/p", filter, pageSize })),
      );
      const [shown, ...others] = pages.map((page) =>
        page.map((operation) => operation.metadata?.["description"]).join(" "),
      );
      expect(others).toEqual([shown, shown]);
      lists[filter.replace(one, "ONE").replaceAll(/"2\d{3}-.*?"/g, "FIRST")] = shown;
    }
    expect(lists).toEqual({
      "done = true": "one two broken cancelled",
      "done = false": "running",
      'metadata.state = "RUNNING"': "running",
      "metadata.state = SUCCEEDED OR metadata.state = FAILED": "one two broken",
      "NOT metadata.state = SUCCEEDED": "broken running cancelled",
      "metadata.state = CANCEL*": "cancelled",
      "done = true AND done = false": "",
      "error:*": "broken cancelled",
      "error.code = 15": "broken",
      "response:*": "one two",
      "metadata.tile > 1 AND metadata.tile < 4": "two broken",
      "metadata.description = one OR metadata.state = RUNNING": "one running",
      'name = "ONE"': "one",
      'name = "ONE" OR metadata.tile = 4': "one running",
      'name = "ONE" OR name = "projects/p/operations/none"': "one",
      '-name = "ONE"': "two broken running cancelled",
      'metadata.createTime < "1971-01-01T00:00:00Z"': "",
      "metadata.createTime >= FIRST": "one two broken running cancelled",
      "metadata.createTime = FIRST AND metadata.tile = 1": "one",
      "metadata.endTime:*": "one two broken cancelled",
      "NOT metadata.endTime:*": "running",
      "NOT metadata.endTime > 1971-01-01T00:00:00Z": "running",
      "metadata.startTime > 1971-01-01T00:00:00Z metadata.updateTime > 2100-01-01T00:00:00Z": "",
    });
  });

  it("has what matchesFilter is true of, whatever the filter", async () => {
    await using engine = await create({ methods });
    const { one, running } = await startAll(engine);
    const name = "projects/p";
    const { operations } = await engine.listOperations({ name });
    const times = operations.map(({ metadata }) => `"${metadata?.["updateTime"]}"`);
    const time = fc.tuple(
      fc.constantFrom("createTime", "startTime", "updateTime", "endTime"),
      fc.constantFrom("<", "<=", ">", ">=", "=", "!=", ":"),
      fc.constantFrom(...times),
    );
    const comparison = fc.oneof(
      time.map(([field, operator, literal]) => `metadata.${field} ${operator} ${literal}`),
      fc.constantFrom("metadata.endTime:*", "metadata.tile >= 3", "error:*", "response.x:*"),
      fc.constantFrom("done = true", "done != true", "metadata.state != RUNNING"),
      fc.constantFrom("metadata.state = FAILED", "metadata.state = *ED", "metadata.state:*"),
      fc.constantFrom(`name = "${one}"`, `name:"${running}"`, `name != "${one}"`),
    );
    const { filter } = fc.letrec<{ filter: string }>((tie) => ({
      filter: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        comparison,
        tie("filter").map((each) => `NOT (${each})`),
        fc
          .tuple(tie("filter"), fc.constantFrom("AND", "OR"), tie("filter"))
          .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(
        filter.filter((text) => text.length <= 2_000),
        async (text) => {
          const parsed = parseFilter(text);
          const wanted = operations.filter((operation) => matchesFilter(parsed, operation));
          expect(await readAll(engine, { name, filter: text, pageSize: 2 })).toEqual(wanted);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("shows the filter a limited number of operations for a page, and goes on after them", async () => {
    await using engine = await create({ methods });
    const parent = "projects/p";
    await Promise.all(Array.from({ length: 501 }, () => engine.start("succeed", {}, { parent })));
    const { name } = await engine.start("succeed", {}, { parent, metadata: { last: true } });
    const filter = "metadata.last = true";
    const { operations, nextPageToken } = await engine.listOperations({ name: parent, filter });
    expect([operations, typeof nextPageToken]).toEqual([[], "string"]);
    const shown = await readAll(engine, { name: parent, filter });
    expect(shown.map((operation) => operation.name)).toEqual([name]);
  });

  it("refuses a filter it doesn't understand, and a token of another filter", async () => {
    await using engine = await create({ methods });
    await startAll(engine);
    const name = "projects/p";
    await expect(engine.listOperations({ name, filter: "running" })).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      details: [{ fieldViolations: [{ field: "filter" }] }],
    });
    const { nextPageToken: pageToken = "" } = await engine.listOperations({
      name,
      filter: "done = true",
      pageSize: 1,
    });
    const other = { name, filter: "done = false", pageToken };
    await expect(engine.listOperations(other)).rejects.toMatchObject({
      rawMessage: expect.stringContaining("a token of another list"),
    });
  });
});
