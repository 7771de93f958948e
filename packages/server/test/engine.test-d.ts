import type { Operation, Operations } from "@rx-lro/core";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { expectTypeOf, test } from "vitest";
import {
  createMemoryEngine,
  type Engine,
  type EngineOptions,
  type InputOf,
  type MethodContext,
  type MethodDefinition,
  type Methods,
  type MethodsWith,
} from "../src/index.ts";
import { createPostgresEngine } from "../src/postgres/index.ts";
import { createSqliteEngine } from "../src/sqlite/index.ts";

declare const duration: StandardSchemaV1<string, { ms: number }>;
declare const count: StandardSchemaV1<unknown, number>;

interface Progress {
  readonly progress: number;
  readonly stage: string;
}

const engine = createMemoryEngine({
  methods: {
    ingestTable: async (rows: number, { report }: MethodContext<Progress>) => {
      report({ progress: 0.5 });
      report({ progress: 1, stage: "done" });
      // @ts-expect-error a share of the work is a number
      report({ progress: "half" });
      // @ts-expect-error it reports no such field
      report({ rows });
    },
    exportImage: async (input: { image: string }, { report }: MethodContext) => {
      report({ progress: 0 });
      return { uri: input.image };
    },
    ingest: { run: (input: number[]) => input.length, cancellable: false },
    nap: () => undefined,
  },
});

test("a handler that doesn't say what it takes is given anything", async () => {
  const engine = createMemoryEngine({
    methods: {
      exportImage: async (input, { report }) => {
        report({ progress: 1 });
        return { of: input };
      },
    },
  });
  await engine.start("exportImage", { image: "i" });
});

test("start() knows the methods and their inputs", () => {
  expectTypeOf(engine.start<"exportImage">)
    .parameter(1)
    .toEqualTypeOf<{ image: string }>();
  expectTypeOf(engine.start<"ingest">)
    .parameter(1)
    .toEqualTypeOf<number[]>();
  expectTypeOf(engine.start("nap", undefined)).resolves.toEqualTypeOf<Operation>();
  // @ts-expect-error there is no such method
  void engine.start("exportVideo", {});
  // @ts-expect-error the input is of another method
  void engine.start("exportImage", [1]);
});

test("start() takes what a method's schema does", () => {
  const methods = { nap: { input: duration, run: (input: { ms: number }) => input.ms } };
  expectTypeOf(createMemoryEngine({ methods }).start<"nap">)
    .parameter(1)
    .toEqualTypeOf<string>();
});

test("a handler's input has the type of what its method's schema makes of it", () => {
  const typed = createMemoryEngine({
    methods: {
      nap: {
        input: duration,
        run: (input, { report }) => {
          expectTypeOf(input).toEqualTypeOf<{ ms: number }>();
          report({ progress: 0 });
        },
      },
      charge: {
        input: count,
        async run(amount, { report }: MethodContext<Progress>) {
          expectTypeOf(amount).toEqualTypeOf<number>();
          report({ progress: 1 });
        },
        onInterruption: "fail",
      },
      exportImage: async (input: { image: string }, { signal }) => [input.image, signal.aborted],
      ingest: { run: (input: number[], { signal }) => [input.length, signal.aborted] },
    },
  });
  expectTypeOf(typed.start<"nap">)
    .parameter(1)
    .toEqualTypeOf<string>();
  expectTypeOf(typed.start<"charge">)
    .parameter(1)
    .toEqualTypeOf<unknown>();
  expectTypeOf(typed.start<"exportImage">)
    .parameter(1)
    .toEqualTypeOf<{ image: string }>();
});

test("the other engines infer it too", () => {
  void (() =>
    createSqliteEngine({
      file: "operations.db",
      methods: { nap: { input: duration, run: ({ ms }) => ms } },
    }));
  void (() => createPostgresEngine({ methods: { nap: { input: duration, run: ({ ms }) => ms } } }));
});

test("a handler's input is JSON", () => {
  interface Plan {
    readonly at: Date;
    readonly tags?: readonly ("a" | "b")[];
    readonly id: string & { readonly brand: "id" };
    readonly any: unknown;
    readonly parts: Parts;
  }
  type Parts = string | Parts[] | { [name: string]: Parts };
  const plan: StandardSchemaV1<unknown, Plan> = Object.create(null);
  void (() =>
    createMemoryEngine({
      methods: {
        plan: {
          input: plan,
          run: (input) => {
            expectTypeOf(input).toEqualTypeOf<{
              readonly at: string;
              readonly tags?: readonly ("a" | "b")[];
              readonly id: string & { readonly brand: "id" };
              readonly any: unknown;
              readonly parts: Parts;
            }>();
          },
        },
      },
    }));
});

test("a handler takes what its method's schema makes of an input", () => {
  const ofString = { input: duration, run: (ms: string) => ms };
  // @ts-expect-error the schema makes an object of a string
  void (() => createMemoryEngine({ methods: { ofString } }));
  const ofAny = { input: duration, run: (input: unknown) => input };
  void (() => createMemoryEngine({ methods: { ofAny } }));
});

test("methods and options may be declared before", () => {
  interface Declared {
    readonly nap: MethodDefinition<{ ms: number }, number>;
    readonly ingest: (input: number[]) => number;
  }
  const open = (declared: Declared, methods: Methods, options: EngineOptions) =>
    [
      createMemoryEngine({ methods: declared }),
      createMemoryEngine({ methods }),
      createMemoryEngine(options),
    ] as const;
  type Opened = ReturnType<typeof open>;
  expectTypeOf<Opened>().toEqualTypeOf<readonly [Engine<Declared>, Engine, Engine]>();
});

test("a function of one's own may open an engine", () => {
  const open = <const M, Schemas>(options: EngineOptions<M & MethodsWith<Schemas>>) =>
    createSqliteEngine({ ...options, file: "operations.db" });
  const opened = () => open({ methods: { nap: { input: duration, run: ({ ms }) => ms } } });
  type Opened = Awaited<ReturnType<typeof opened>>;
  expectTypeOf<Opened["start"]>().parameter(1).toEqualTypeOf<string>();
});

test("InputOf", () => {
  expectTypeOf<InputOf<(input: Date) => void>>().toEqualTypeOf<Date>();
});

test("Engine is an Operations", () => {
  expectTypeOf(engine).toExtend<Operations>();
  expectTypeOf(engine).toExtend<Engine>();
});

test("createSqliteEngine() answers such an engine", () => {
  const open = () =>
    createSqliteEngine({
      file: "operations.db",
      methods: { nap: { run: (input: { ms: number }) => input.ms, onInterruption: "fail" } },
    });
  type Opened = Awaited<ReturnType<typeof open>>;
  expectTypeOf<Opened["start"]>().parameter(0).toEqualTypeOf<"nap">();
  expectTypeOf<Opened["start"]>().parameter(1).toEqualTypeOf<{ ms: number }>();
  // @ts-expect-error a database has a file
  void (() => createSqliteEngine({ methods: {} }));
});

test("createPostgresEngine() answers such an engine", () => {
  const open = () =>
    createPostgresEngine({ methods: { nap: (input: { ms: number }) => input.ms } });
  type Opened = Awaited<ReturnType<typeof open>>;
  expectTypeOf<Opened["start"]>().parameter(1).toEqualTypeOf<{ ms: number }>();
  // @ts-expect-error a number is no connection
  void (() => createPostgresEngine({ connection: 1, methods: {} }));
});
