// An application for browsers, which check-packages.ts installs, type-checks and runs with its own RxJS and xstate.
import { createWatcher, operationLogic } from "@rx-lro/core";
import { createMemoryEngine, createOperationsHandler } from "@rx-lro/server";
import { createHttpOperations, fetchClient } from "@rx-lro/transport-http";
import { lastValueFrom, of, switchMap } from "rxjs";
import { createActor, setup, waitFor } from "xstate";

const engine = createMemoryEngine({
  methods: { double: (input: { n: number }) => ({ n: input.n * 2 }) },
});
const handler = createOperationsHandler(engine);
const client = fetchClient({ fetch: (input, init) => handler(new Request(input, init)) });
const watcher = createWatcher(createHttpOperations({ baseUrl: "http://localhost", client }));

const { name } = await engine.start("double", { n: 21 });
const states = of(name).pipe(switchMap((known) => watcher.watch(known).states));
const machine = setup({ actors: { operation: operationLogic(watcher) } }).createMachine({
  initial: "working",
  states: {
    working: { invoke: { src: "operation", input: { name }, onDone: "settled" } },
    settled: { type: "final" },
  },
});
const settled = await waitFor(createActor(machine).start(), ({ status }) => status !== "active");

const ends = [(await lastValueFrom(states)).type, settled.value];
if (`${ends}` !== "done,settled") throw new Error(`the operation ended as ${ends}`);
