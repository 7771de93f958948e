import type { StandardSchemaV1 } from "@standard-schema/spec";
import { describe, expect, it } from "vitest";
import { type Any, Code, type Decoder } from "../../src/index.ts";
import { cancelled, running, succeeded } from "../../src/testing/index.ts";
import { brief, NAME, record, setUp } from "./probe.ts";

const image = { "@type": "type.googleapis.com/x.Image", id: "a" };

/** A schema for `{ id: string }`, as any Standard Schema library makes one. */
const imageSchema: StandardSchemaV1<unknown, { id: string }> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) => {
      const { id } = value as { id?: unknown };
      return typeof id === "string"
        ? { value: { id } }
        : { issues: [{ message: "no string", path: ["id"] }] };
    },
  },
};

/** A decoder that counts how often it runs. */
function counting<T>(decoder: (any: Any) => T): { decoder: Decoder<T>; runs: () => number } {
  let runs = 0;
  return {
    runs: () => runs,
    decoder: (any) => {
      runs += 1;
      return decoder(any);
    },
  };
}

describe("decoders", () => {
  it("give the response and the metadata their types", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME, { step: 2 }), succeeded(NAME, image)] });
    const watch = watcher.watch(NAME, {
      response: imageSchema,
      metadata: (any) => Number(any["step"]),
    });
    const states = record(watch.states);
    const response = watch.response();
    await clock.advance(5000);
    expect(states.values).toMatchObject([
      { type: "running", metadata: 2 },
      { type: "done", outcome: { type: "succeeded", response: { id: "a" } } },
    ]);
    expect(await response).toEqual({ id: "a" });
  });

  it("leave alone what they aren't for: other ends, and metadata without a decoder", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME, { step: 2 }), cancelled(NAME)],
      cancel: [undefined],
    });
    const watch = watcher.watch(NAME, { response: imageSchema });
    const states = record(watch.states);
    await clock.advance(500);
    const cancel = record(watch.cancel());
    await clock.advance(5000);
    const status = { code: Code.CANCELLED, message: "cancelled", details: [] };
    expect(states.values[0]?.metadata).toEqual({ step: 2 });
    expect(states.values.at(-1)).toMatchObject({ outcome: { type: "cancelled", status } });
    expect(cancel.values).toEqual([{ type: "cancelled", status }]);
  });

  it("that throw make the outcome of their view malformed, and of no other", async () => {
    const { clock, watcher } = setUp({ get: [succeeded(NAME, { id: 5 })] });
    const strict = watcher.watch(NAME, { response: imageSchema });
    const throwing = watcher.watch(NAME, {
      response: () => {
        throw new Error("not mine");
      },
    });
    const plain = watcher.watch(NAME);
    const recordings = [strict, throwing, plain].map((watch) => record(watch.states));
    await clock.advance(0);
    expect(recordings.map(({ values }) => values.at(-1))).toMatchObject([
      {
        outcome: { type: "malformed", problem: "the response can't be decoded: id: no string" },
        operation: succeeded(NAME, { id: 5 }),
      },
      { outcome: { type: "malformed", problem: "the response can't be decoded: not mine" } },
      { outcome: { type: "succeeded", response: { id: 5 } } },
    ]);
    await expect(strict.response()).rejects.toThrow(
      `${NAME}: ended in a way that can't be read: the response can't be decoded: id: no string`,
    );
    expect(await strict.outcome()).toMatchObject({ type: "malformed" });
  });

  it("that can't read the metadata leave it undefined and tell why; polling goes on", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME, { step: "x" }), succeeded(NAME, image)],
    });
    const metadata = (any: Any) => {
      if (typeof any["step"] !== "number") throw new Error("step is no number");
      return any["step"];
    };
    const states = record(watcher.watch(NAME, { metadata }).states);
    await clock.advance(5000);
    expect(brief(states.values)).toEqual(["running", "done.succeeded"]);
    expect(states.values[0]).toMatchObject({
      metadata: undefined,
      metadataProblem: "step is no number",
    });
  });

  it("run once for each answer, however many read it", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME, { step: 1 }), succeeded(NAME, image)] });
    const response = counting((any) => any["id"]);
    const metadata = counting((any) => any["step"]);
    const watch = watcher.watch(NAME, { response: response.decoder, metadata: metadata.decoder });
    record(watch.states);
    record(watch.states);
    await clock.advance(5000);
    expect(watch.state).toBe(watch.state);
    await Promise.all([watch.response(), watch.outcome(), watch.response()]);
    expect([response.runs(), metadata.runs()]).toEqual([1, 1]);
  });

  it("aren't run for an operation that is done without a result", async () => {
    const { clock, watcher } = setUp({ get: [succeeded(NAME)] });
    const response = watcher.watch(NAME, { response: imageSchema }).response();
    await clock.advance(0);
    expect(await response).toBeUndefined();
  });

  it("decode what a cancellation completed with", async () => {
    const { clock, watcher } = setUp({ get: [succeeded(NAME, image)], cancel: [undefined] });
    const watch = watcher.watch(NAME, { response: imageSchema });
    const cancel = record(watch.cancel());
    await clock.advance(0);
    expect(cancel.values).toEqual([
      { type: "completed", outcome: { type: "succeeded", response: { id: "a" } } },
    ]);
    // The same reference wherever it is told: frameworks compare.
    expect(watch.state?.cancellation).toBe(cancel.values[0]);
  });

  it("leave states as they are when there are none: all views share one reference", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)] });
    const [first, second] = [watcher.watch(NAME), watcher.watch(NAME)];
    const states = record(first.states);
    await clock.advance(0);
    expect(first.state).toBe(second.state);
    states.stop();
  });
});
