import type { StandardSchemaV1 } from "@standard-schema/spec";
import { describe, expect, it, vi } from "vitest";
import type { Any } from "../../src/index.ts";
import { decode, memoised } from "../../src/watch/decoder.ts";

const any: Any = { "@type": "type.googleapis.com/x.Image", id: "a", size: "12" };

type Validate<T> = StandardSchemaV1.Props<unknown, T>["validate"];

/** A schema as small as the standard allows. */
function schemaOf<T>(validate: Validate<T>): StandardSchemaV1<unknown, T> {
  return { "~standard": { version: 1, vendor: "test", validate } };
}

/** A schema that finds these issues, whatever it is given. */
const finding = (...issues: StandardSchemaV1.Issue[]) => schemaOf<never>(() => ({ issues }));

describe("decode() with a function", () => {
  it("gives what the function returns for the Any", () => {
    expect(decode(({ size }) => ({ size: Number(size) }), any)).toEqual({ value: { size: 12 } });
  });

  it.each([undefined, null, false, 0, ""])("takes %j for a value", (value) => {
    expect(decode(() => value, any)).toEqual({ value });
  });

  it.each([
    ["an Error", new TypeError("size is no number"), "size is no number"],
    ["a string", "no image", "no image"],
    ["nothing", undefined, "undefined"],
    ["null", null, "null"],
  ])("tells the problem when it throws %s", (_what, thrown, problem) => {
    const thrower = () => {
      throw thrown;
    };
    expect(decode(thrower, any)).toEqual({ problem });
  });

  it("tells a problem even when what it throws can't be made a string", () => {
    const thrower = () => {
      throw Object.create(null);
    };
    expect(decode(thrower, any)).toEqual({ problem: expect.any(String) });
  });
});

describe("decode() with a Standard Schema", () => {
  it("gives the schema's output for the Any", () => {
    const schema = schemaOf((value) => ({ value: Number((value as Any)["size"]) }));
    expect(decode(schema, any)).toEqual({ value: 12 });
  });

  it("takes undefined for a value", () => {
    const decoded = decode(
      schemaOf(() => ({ value: undefined })),
      any,
    );
    expect(decoded).toStrictEqual({ value: undefined });
  });

  it("uses a schema that is also a function as a schema", () => {
    const callable = Object.assign(
      () => {
        throw new Error("called as a function");
      },
      schemaOf(() => ({ value: "validated" })),
    );
    expect(decode<string>(callable, any)).toEqual({ value: "validated" });
  });

  it("uses a schema that is an instance of a class", () => {
    class Schema implements StandardSchemaV1<unknown, string> {
      readonly #value = "from the instance";
      get "~standard"() {
        return {
          version: 1,
          vendor: "test",
          validate: () => ({ value: this.#value }),
        } as const;
      }
    }
    expect(decode(new Schema(), any)).toEqual({ value: "from the instance" });
  });

  it.each<[string, StandardSchemaV1.Issue[], string]>([
    ["one issue", [{ message: "is no image" }], "is no image"],
    ["an issue with a path", [{ message: "is missing", path: ["size"] }], "size: is missing"],
    [
      "a path of keys and indices",
      [{ message: "bad", path: ["bands", 0, "id"] }],
      "bands.0.id: bad",
    ],
    [
      "a path of segments",
      [{ message: "bad", path: [{ key: "bands" }, { key: 0 }] }],
      "bands.0: bad",
    ],
    ["a symbol in the path", [{ message: "bad", path: [Symbol("hidden")] }], "Symbol(hidden): bad"],
    ["an empty path", [{ message: "is no image", path: [] }], "is no image"],
    [
      "several issues",
      [{ message: "is missing", path: ["id"] }, { message: "is no image" }],
      "id: is missing; is no image",
    ],
  ])("tells %s", (_what, issues, problem) => {
    expect(decode(finding(...issues), any)).toEqual({ problem });
  });

  it("takes issues that are falsy for none, as the standard says", () => {
    const result = JSON.parse('{ "value": "validated", "issues": null }');
    expect(
      decode(
        schemaOf<string>(() => result),
        any,
      ),
    ).toEqual({ value: "validated" });
  });

  it("tells what a schema throws", () => {
    const schema = schemaOf<string>(() => {
      throw new Error("the schema is broken");
    });
    expect(decode(schema, any)).toEqual({ problem: "the schema is broken" });
  });

  it.each([
    ["passes", () => Promise.resolve({ value: "later" })],
    ["fails", () => Promise.reject(new Error("later"))],
  ])("refuses one that is asynchronous, whether it %s", async (_how, validate) => {
    const problem = "the decoder is asynchronous; use a synchronous one";
    expect(decode(schemaOf<string>(validate), any)).toEqual({ problem });
    expect(decode(validate, any)).toEqual({ problem });
    // A rejection that nobody handles would fail the run.
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe("memoised()", () => {
  it("runs the decoder once for each Any, and gives the same result", () => {
    const decoder = vi.fn(({ id }: Any) => ({ id }));
    const decodeOnce = memoised(decoder);
    const first = decodeOnce(any);
    expect(decodeOnce(any)).toBe(first);
    expect(first).toEqual({ value: { id: "a" } });
    expect(decoder).toHaveBeenCalledTimes(1);
  });

  it("runs it again for another Any, even an equal one", () => {
    const decoder = vi.fn(({ id }: Any) => id);
    const decodeOnce = memoised(decoder);
    expect([any, { ...any }, { id: "b" }].map(decodeOnce)).toEqual([
      { value: "a" },
      { value: "a" },
      { value: "b" },
    ]);
    expect(decoder).toHaveBeenCalledTimes(3);
  });

  it("runs one that throws once for each Any, too", () => {
    const decoder = vi.fn(() => {
      throw new Error("no");
    });
    const decodeOnce = memoised(decoder);
    expect([decodeOnce(any), decodeOnce(any)]).toEqual([{ problem: "no" }, { problem: "no" }]);
    expect(decoder).toHaveBeenCalledTimes(1);
  });

  it("remembers for each use on its own", () => {
    const decoder = vi.fn(({ id }: Any) => id);
    memoised(decoder)(any);
    memoised(decoder)(any);
    expect(decoder).toHaveBeenCalledTimes(2);
  });
});
