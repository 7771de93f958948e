import { Code, RpcError } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import { engines } from "./support/engines.ts";

describe.each(engines)("the response ($kind)", ({ create }) => {
  it.each([
    ["an object", { a: [1] }, { "@type": "type.googleapis.com/rx_lro.WorkResponse", a: [1] }],
    ["an Any", { "@type": "x/y.Z", a: 1 }, { "@type": "x/y.Z", a: 1 }],
    ["nothing", undefined, { "@type": "type.googleapis.com/google.protobuf.Empty" }],
    ["null", null, { "@type": "type.googleapis.com/google.protobuf.Value", value: null }],
    ["a string", "s", { "@type": "type.googleapis.com/google.protobuf.Value", value: "s" }],
    ["an array", [1], { "@type": "type.googleapis.com/google.protobuf.Value", value: [1] }],
  ])("is an Any when the method answers %s", async (_what, value, response) => {
    await using engine = await create({ methods: { work: () => value } });
    const { name } = await engine.start("work", undefined);
    expect(await engine.waitOperation({ name })).toEqual({
      name,
      done: true,
      metadata: expect.anything(),
      response,
    });
  });

  it("has the type that the method gives", async () => {
    const responseType = "type.googleapis.com/x.Image";
    await using engine = await create({
      methods: { work: { run: () => ({}), responseType } },
    });
    const { name } = await engine.start("work", undefined);
    expect((await engine.waitOperation({ name })).response).toEqual({ "@type": responseType });
  });

  it("is shown as deeply nested as it may be", async () => {
    const value: unknown = JSON.parse("[".repeat(500) + "]".repeat(500));
    await using engine = await create({ methods: { work: () => value } });
    const { name } = await engine.start("work", undefined);
    const { response } = await engine.waitOperation({ name });
    expect(response).toEqual({ "@type": "type.googleapis.com/google.protobuf.Value", value });
    expect(await engine.listOperations({ name: "" })).toMatchObject({ operations: [{ name }] });
  });

  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  // Deep enough for what shows it to fail, and not for what stores it.
  const deep: unknown = JSON.parse("[".repeat(3000) + "]".repeat(3000));
  it.each([
    ["a BigInt", { n: 1n }],
    ["a cycle", cycle],
    ["a function", () => 1],
    ["a symbol", Symbol("s")],
    ["nested too deeply", deep],
    ["of a type that isn't one", { "@type": null }],
  ])("fails the operation when it is %s", async (_what, value) => {
    await using engine = await create({ methods: { work: () => value } });
    const { name } = await engine.start("work", undefined);
    const { error, response } = await engine.waitOperation({ name });
    expect({ error, response }).toEqual({
      error: {
        code: Code.INTERNAL,
        message: expect.stringMatching(/^the method's response can't be an Any: ./),
      },
      response: undefined,
    });
  });
});

describe.each(engines)("the error ($kind)", ({ create }) => {
  const details = [
    { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "R", domain: "d" },
  ];
  it.each([
    [
      "an RpcError",
      new RpcError(Code.RESOURCE_EXHAUSTED, "full", { details }),
      { code: Code.RESOURCE_EXHAUSTED, message: "full", details },
    ],
    ["an RpcError of OK", new RpcError(Code.OK, "odd"), { code: Code.UNKNOWN, message: "odd" }],
    [
      "an RpcError of what is no int32",
      new RpcError((2 ** 40) as Code, "odd"),
      { code: Code.UNKNOWN, message: "odd" },
    ],
    ["another error", new TypeError("broken"), { code: Code.UNKNOWN, message: "broken" }],
    ["a string", "text", { code: Code.UNKNOWN, message: "text" }],
    ["undefined", undefined, { code: Code.UNKNOWN, message: "undefined" }],
    [
      "an AbortError nobody asked for",
      new DOMException("timed out", "AbortError"),
      { code: Code.UNKNOWN, message: "timed out" },
    ],
    [
      "what can't be shown",
      Object.create(null),
      { code: Code.UNKNOWN, message: "something that can't be shown" },
    ],
    [
      "details that aren't JSON",
      new RpcError(Code.ABORTED, "a", { details: [{ n: 1n }] }),
      { code: Code.INTERNAL, message: expect.stringContaining("can't be reported") },
    ],
  ])("is a status when the method rejects with %s", async (_what, thrown, error) => {
    await using engine = await create({ methods: { work: () => Promise.reject(thrown) } });
    const { name } = await engine.start("work", undefined);
    expect(await engine.waitOperation({ name })).toEqual({
      name,
      done: true,
      metadata: expect.anything(),
      error,
    });
  });

  it("is the same when the method throws before its first await", async () => {
    await using engine = await create({
      methods: {
        work: () => {
          throw new RpcError(Code.NOT_FOUND, "no such image");
        },
      },
    });
    const { name } = await engine.start("work", undefined);
    expect((await engine.waitOperation({ name })).error).toEqual({
      code: Code.NOT_FOUND,
      message: "no such image",
    });
  });
});
