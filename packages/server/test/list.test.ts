import { Code, type Operation } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import type { Engine } from "../src/index.ts";
import { engines } from "./support/engines.ts";

const methods = { nap: () => 1 };

async function startMany(engine: Engine<typeof methods>, parent: string, count: number) {
  const names: string[] = [];
  while (names.length < count) names.push((await engine.start("nap", undefined, { parent })).name);
  return names;
}

function namesOf(operations: readonly Operation[]): string[] {
  return operations.map(({ name }) => name);
}

describe.each(engines)("listOperations() ($kind)", ({ create }) => {
  it("answers a parent's operations in creation order", async () => {
    await using engine = await create({ methods });
    const names = await startMany(engine, "projects/p", 3);
    await startMany(engine, "projects/q", 1);
    const root = await startMany(engine, "", 1);
    const parents = ["projects/p", "projects/p/operations", "", "operations", "projects"];
    const lists = await Promise.all(parents.map((name) => engine.listOperations({ name })));
    const listed = lists.map(({ operations }) => namesOf(operations));
    expect(listed).toEqual([names, names, root, root, []]);
  });

  it("pages, also when operations are deleted and page sizes change in between", async () => {
    await using engine = await create({ methods });
    const names = await startMany(engine, "projects/p", 5);
    const name = "projects/p";
    const first = await engine.listOperations({ name, pageSize: 2 });
    await engine.deleteOperation({ name: names[1] ?? "" });
    const { nextPageToken = "" } = first;
    const second = await engine.listOperations({ name, pageSize: 1, pageToken: nextPageToken });
    const rest = await engine.listOperations({ name, pageToken: second.nextPageToken ?? "" });
    expect([first, second, rest].map(({ operations }) => namesOf(operations))).toEqual([
      names.slice(0, 2),
      names.slice(2, 3),
      names.slice(3),
    ]);
    expect(rest.nextPageToken).toBeUndefined();
  });

  it("has no token when the last page is exactly full", async () => {
    await using engine = await create({ methods });
    await startMany(engine, "", 2);
    expect((await engine.listOperations({ name: "", pageSize: 2 })).nextPageToken).toBeUndefined();
  });

  const names = Array.from({ length: 15_000 }, (_, n) => [`${n}`.padStart(100), n]);
  it.each([
    ["texts", { text: "x".repeat(1_500_000) }],
    ["the names of their fields", Object.fromEntries(names)],
  ])(
    "answers fewer when they are large by %s, alone and filtered, and leaves none out",
    async (_, large) => {
      await using engine = await create({ methods: { large: () => large } });
      const names: string[] = [];
      while (names.length < 7) {
        const { name } = await engine.start("large", undefined);
        await engine.waitOperation({ name });
        names.push(name);
      }
      for (const filter of ["", "done = true"]) {
        const pages: string[][] = [];
        let pageToken: string | undefined = "";
        while (pageToken !== undefined) {
          const page = await engine.listOperations({ name: "", filter, pageToken });
          pages.push(namesOf(page.operations));
          pageToken = page.nextPageToken;
        }
        expect(pages).toEqual([names.slice(0, 3), names.slice(3, 6), names.slice(6)]);
      }
    },
  );

  it("answers at most 1 000, which is also what 0 means", async () => {
    await using engine = await create({ methods });
    await startMany(engine, "", 1001);
    const sizes = await Promise.all(
      [undefined, 0, 1000, 5000].map(async (pageSize) => {
        const { operations, nextPageToken } = await engine.listOperations({
          name: "",
          ...(pageSize !== undefined && { pageSize }),
        });
        return [operations.length, typeof nextPageToken];
      }),
    );
    expect(sizes).toEqual(Array(4).fill([1000, "string"]));
  });

  it("makes tokens that need no encoding in a URL", async () => {
    await using engine = await create({ methods });
    const name = "projects/ü?>~~~";
    const parent = "projects/ü>~~~";
    await startMany(engine, parent, 2);
    const { nextPageToken } = await engine.listOperations({ name: parent, pageSize: 1 });
    expect(nextPageToken).toMatch(/^[-\w]+$/);
    await expect(engine.listOperations({ name })).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
    });
  });

  it("makes tokens that fit into a URL beside the longest filter", async () => {
    await using engine = await create({ methods });
    await startMany(engine, "", 2);
    const filter = `done = true OR done = false OR metadata.text = "${"雪".repeat(1_900)}"`;
    const page = await engine.listOperations({ name: "", filter, pageSize: 1 });
    expect(page.nextPageToken).toMatch(/^.{1,30}$/);
    const rest = { name: "", filter, pageToken: page.nextPageToken ?? "" };
    expect((await engine.listOperations(rest)).operations).toHaveLength(1);
  });

  it.each([-1, 1.5, Number.NaN])("refuses the page size %d", async (pageSize) => {
    await using engine = await create({ methods });
    await expect(engine.listOperations({ name: "", pageSize })).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      details: [{ fieldViolations: [{ field: "pageSize" }] }],
    });
  });

  it.each(["garbage", "%%%", "e30", btoa("[]"), btoa('["projects/p","",null]'), btoa("null")])(
    "refuses the token %s",
    async (pageToken) => {
      await using engine = await create({ methods });
      await expect(engine.listOperations({ name: "projects/p", pageToken })).rejects.toMatchObject({
        code: Code.INVALID_ARGUMENT,
        rawMessage: expect.stringContaining("not a token of this service"),
      });
    },
  );

  it("refuses a token of another list", async () => {
    await using engine = await create({ methods });
    await startMany(engine, "projects/p", 2);
    const { nextPageToken } = await engine.listOperations({ name: "projects/p", pageSize: 1 });
    const request = { name: "projects/q", pageToken: nextPageToken ?? "" };
    await expect(engine.listOperations(request)).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      rawMessage: expect.stringContaining("a token of another list"),
    });
  });

  it("takes an empty filter for none", async () => {
    await using engine = await create({ methods });
    expect(await engine.listOperations({ name: "", filter: " " })).toEqual({ operations: [] });
  });
});

describe.each(engines)("deleteOperation() ($kind)", ({ create }) => {
  it("forgets the operation", async () => {
    await using engine = await create({ methods });
    const { name } = await engine.start("nap", undefined);
    await engine.deleteOperation({ name });
    await expect(engine.getOperation({ name })).rejects.toMatchObject({ code: Code.NOT_FOUND });
    await expect(engine.deleteOperation({ name })).rejects.toMatchObject({ code: Code.NOT_FOUND });
    expect(await engine.listOperations({ name: "" })).toEqual({ operations: [] });
  });
});
