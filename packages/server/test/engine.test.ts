import { Code } from "@rx-lro/core";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { describe, expect, it, vi } from "vitest";
import { engines } from "./support/engines.ts";

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

/** Makes `{ seconds }` of a text such as `7s`, a turn later, as schemas may. */
const seconds: StandardSchemaV1<string, { seconds: number }> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: async (text) =>
      /^\d+s$/.test(String(text))
        ? { value: { seconds: Number.parseInt(String(text), 10) } }
        : {
            issues: [
              { message: "seconds are wanted" },
              { message: "s is wanted", path: ["unit", { key: 0 }] },
            ],
          },
  },
};

describe.each(engines)("start() ($kind)", ({ create }) => {
  it("answers the operation before its handler is called", async () => {
    let calls = 0;
    await using engine = await create({
      methods: {
        count: () => {
          calls += 1;
        },
      },
    });
    const operation = await engine.start("count", undefined, { parent: "projects/p" });
    expect(operation).toEqual({
      name: expect.stringMatching(new RegExp(`^projects/p/operations/${UUID}$`)),
      metadata: {
        "@type": "type.googleapis.com/rx_lro.CountMetadata",
        createTime: TIME,
        updateTime: TIME,
        state: "PENDING",
        cancelRequested: false,
      },
      done: false,
    });
    await engine.waitOperation(operation);
    expect(calls).toBe(1);
  });

  it("gives the handler what the method's schema makes of the input", async () => {
    const run = vi.fn(() => undefined);
    await using engine = await create({ methods: { nap: { input: seconds, run } } });
    await engine.waitOperation(await engine.start("nap", "7s"));
    expect(run).toHaveBeenCalledWith({ seconds: 7 }, expect.anything());
  });

  it("is refused when the method's schema has issues, and names each", async () => {
    const run = vi.fn(() => undefined);
    await using engine = await create({ methods: { nap: { input: seconds, run } } });
    await expect(engine.start("nap", "soon")).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      rawMessage: "input: seconds are wanted; input.unit.0: s is wanted",
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.BadRequest",
          fieldViolations: [
            { field: "input", description: "seconds are wanted" },
            { field: "input.unit.0", description: "s is wanted" },
          ],
        },
      ],
    });
    expect(await engine.listOperations({ name: "" })).toEqual({ operations: [] });
    expect(run).not.toHaveBeenCalled();
  });

  it.each([{}, { requestId: "r" }])(
    "is answered before the handler's first statement, with %j",
    async (options) => {
      const order: string[] = [];
      await using engine = await create({ methods: { work: () => order.push("work") } });
      const { name } = await engine.start("work", undefined, options);
      order.push("answer");
      await engine.waitOperation({ name });
      expect(order).toEqual(["answer", "work"]);
    },
  );

  it("names an operation without a parent operations/{id}", async () => {
    await using engine = await create({ methods: { nap: async () => undefined } });
    const { name } = await engine.start("nap", undefined);
    expect(name).toMatch(new RegExp(`^operations/${UUID}$`));
  });

  it.each(["projects/p/operations", "projects/p/operations/operations"])(
    "takes the collection %j for its parent, as lists do",
    async (parent) => {
      await using engine = await create({ methods: { nap: async () => undefined } });
      const { name } = await engine.start("nap", undefined, { parent });
      expect(name).toMatch(/^projects\/p\/operations\/[^/]+$/);
    },
  );

  it.each([
    "/projects/p",
    "projects//p",
    "projects/p/",
    "projects/../p",
    "https://host/p",
    "p?x",
    "p\n",
    "/operations",
  ])("refuses the parent %j", async (parent) => {
    await using engine = await create({ methods: { nap: async () => undefined } });
    await expect(engine.start("nap", undefined, { parent })).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      details: [{ fieldViolations: [{ field: "parent" }] }],
    });
  });

  it.each(["sleep", "constructor", "__proto__"])(
    "names the methods when asked for %s",
    async (x) => {
      await using engine = await create({
        methods: { nap: async () => undefined, eat: () => 1 },
      });
      await expect(engine.start(x as "nap", undefined)).rejects.toMatchObject({
        code: Code.INVALID_ARGUMENT,
        rawMessage: `method: there is no "${x}"; known methods: nap, eat`,
      });
    },
  );

  it.each(["parent", "requestId"])("refuses a %s of more than 500 characters", async (field) => {
    await using engine = await create({ methods: { nap: () => 1 } });
    const start = (length: number) => {
      // Random, since databases compress what they index.
      const text = Array.from({ length }, () => Math.floor(36 * Math.random()).toString(36));
      return engine.start("nap", undefined, { [field]: text.join("") });
    };
    await expect(start(4_000)).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      rawMessage: `${field}: it is longer than 500 characters`,
    });
    await engine.waitOperation(await start(500));
  });

  it("takes a parent and a requestId of 500 characters each, in any script", async () => {
    await using engine = await create({ methods: { nap: () => 1 } });
    const text = () => {
      const letter = () => String.fromCodePoint(0x4e00 + Math.floor(20_000 * Math.random()));
      return Array.from({ length: 500 }, letter).join("");
    };
    const options = { parent: text(), requestId: text() };
    const { name } = await engine.start("nap", undefined, options);
    expect((await engine.start("nap", undefined, options)).name).toBe(name);
    const other = await engine.start("nap", undefined, { ...options, requestId: text() });
    expect(other.name).not.toBe(name);
  });

  it("hands the handler a copy of its input that it may change", async () => {
    const given = { list: [1], at: new Date(0) };
    let seen: unknown;
    await using engine = await create({
      methods: {
        push: (input: { list: number[] }) => {
          input.list.push(2);
          seen = input;
        },
      },
    });
    const { name } = await engine.start("push", given);
    given.list.push(9);
    await engine.waitOperation({ name });
    expect(seen).toEqual({ list: [1, 2], at: "1970-01-01T00:00:00.000Z" });
    expect(given.list).toEqual([1, 9]);
  });

  it("refuses an input that isn't JSON, and starts nothing", async () => {
    await using engine = await create({ methods: { take: (input: { n: bigint }) => input } });
    await expect(engine.start("take", { n: 1n })).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      rawMessage: expect.stringContaining("input: not JSON: "),
      cause: expect.any(TypeError),
    });
    expect(await engine.listOperations({ name: "" })).toEqual({ operations: [] });
  });

  it("answers the same operation for the same requestId", async () => {
    await using engine = await create({
      methods: { nap: async () => 1, eat: async () => 2 },
    });
    const options = { parent: "projects/p", requestId: "r" };
    const first = await engine.start("nap", undefined, options);
    const again = await engine.start("nap", undefined, options);
    const other = await Promise.all([
      engine.start("eat", undefined, options),
      engine.start("nap", undefined, { ...options, parent: "projects/q" }),
      engine.start("nap", undefined, { ...options, requestId: "s" }),
      engine.start("nap", undefined, { ...options, requestId: "" }),
      engine.start("nap", undefined, { ...options, requestId: "" }),
    ]);
    expect(again.name).toBe(first.name);
    expect(new Set([first, ...other].map(({ name }) => name)).size).toBe(6);
  });

  it("answers the same operation when both are asked for at once", async () => {
    let calls = 0;
    await using engine = await create({
      methods: {
        count: () => {
          calls += 1;
        },
      },
    });
    const starts = [1, 2, 3].map(() => engine.start("count", undefined, { requestId: "r" }));
    const names = (await Promise.all(starts)).map(({ name }) => name);
    expect(new Set(names).size).toBe(1);
    await engine.waitOperation({ name: names[0] ?? "" });
    expect(calls).toBe(1);
  });

  it("takes parents, requestIds and filters as values, whatever they look like", async () => {
    await using engine = await create({ methods: { nap: () => 1 } });
    const pairs = [
      ["projects/p", 'a","nap","b'],
      ['projects/p","nap","a', "b"],
      ["projects/'; DROP TABLE operation; --", "$1'"],
      ["__proto__", "constructor"],
    ] as const;
    for (const [parent, requestId] of pairs) {
      const { name } = await engine.start("nap", undefined, { parent, requestId });
      const listed = await engine.listOperations({ name: parent });
      expect(listed.operations.map((operation) => operation.name)).toEqual([name]);
      const filter = `name = "' OR 1=1 --" OR metadata.state = "' OR 1=1 --"`;
      expect(await engine.listOperations({ name: parent, filter })).toEqual({ operations: [] });
    }
  });

  it("starts anew for the requestId of a deleted operation", async () => {
    await using engine = await create({ methods: { nap: async () => 1 } });
    const first = await engine.start("nap", undefined, { requestId: "r" });
    await engine.deleteOperation(first);
    const second = await engine.start("nap", undefined, { requestId: "r" });
    expect(second.name).not.toBe(first.name);
  });
});

describe.each(engines)("answers ($kind)", ({ create }) => {
  it("can't be used to change the engine's state", async () => {
    await using engine = await create({ methods: { work: () => ({ deep: { list: [1] } }) } });
    const { name } = await engine.start("work", undefined, { metadata: { deep: { list: [1] } } });
    const done = await engine.waitOperation({ name });
    const parts = [
      done,
      ...Object.values(done.metadata ?? {}),
      ...Object.values(done.response ?? {}),
    ];
    expect(parts.filter((part) => !Object.isFrozen(part))).toEqual([]);
    expect(() => Object.assign(done, { done: false })).toThrow(TypeError);
  });
});

describe.each(engines)("the engine ($kind)", ({ kind, create }) => {
  it("is an Operations with its facts", async () => {
    await using engine = await create({ methods: {}, service: "test" });
    await using other = await create({ methods: {} });
    expect({
      service: engine.service,
      methods: [...(engine.methods ?? [])],
      parents: ["projects/p/operations/x", "operations/x", "projects/p", "operations/a/b"].map(
        (name) => engine.listParent?.(name),
      ),
    }).toEqual({
      service: "test",
      methods: ["get", "list", "cancel", "delete", "wait"],
      parents: ["projects/p", "", undefined, undefined],
    });
    expect(other.service).toMatch(new RegExp(`^${kind}:.`));
  });

  it("has an identity even when it is given undefined, as by configuration that isn't set", async () => {
    // @ts-expect-error only without exactOptionalPropertyTypes
    await using engine = await create({ methods: {}, service: undefined });
    expect(engine.service).toMatch(new RegExp(`^${kind}:.`));
  });

  it("may be spread by a decorator", async () => {
    await using engine = await create({ methods: { nap: () => 1 } });
    const { getOperation, start } = { ...engine };
    const { name } = await start("nap", undefined);
    expect((await getOperation({ name })).name).toBe(name);
  });

  it.each([
    { concurrency: 0 },
    { concurrency: 1.5 },
    { concurrency: Number.NaN },
    { maxQueued: 0 },
    { maxQueued: Number.NaN },
    { maxWaitMs: -1 },
    { maxWaitMs: Number.POSITIVE_INFINITY },
    { closeGraceMs: Number.NaN },
  ])("refuses %j", async (options) => {
    await expect(create({ methods: {}, ...options })).rejects.toThrow(RangeError);
  });

  it.each([1, { run: () => {}, onInterruption: "retry" }])(
    "refuses %j as a method",
    async (work) => {
      const methods = { work } as unknown as { work: () => void };
      await expect(create({ methods })).rejects.toThrow(TypeError);
    },
  );
});
