// A process that starts, cancels and awaits operations until it is killed, and tells what it was answered:
// one JSON array per line. Started by kill.test.ts as `node worker.ts FILE`.
import { writeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { MethodContext } from "../../src/index.ts";
import { createSqliteEngine } from "../../src/sqlite/index.ts";

const LOOPS = 12;

/**
 * What a worker tells, in the order in which it happened: a name began an attempt, a request started a name, the
 * cancellation of a name was accepted, a name was seen to end in a way.
 */
export type Fact = readonly [
  kind: "began" | "started" | "cancelled" | "ended",
  subject: string,
  detail: string,
];

// Written before anything else can happen, even when the process is killed next.
const tell = (...fact: Fact): unknown => writeSync(1, `${JSON.stringify(fact)}\n`);

async function work(_input: undefined, { name, attempt, signal, report }: MethodContext) {
  tell("began", name, `${attempt}`);
  for (let step = 1; step <= 4; step += 1) {
    await delay(Math.random() * 10, undefined, { signal });
    report({ step });
  }
  return { attempt };
}

const engine = await createSqliteEngine({
  file: process.argv[2] ?? "",
  concurrency: 8,
  methods: { rerun: work, fail: { run: work, onInterruption: "fail" } },
});

async function see(name: string): Promise<void> {
  const { done, error, response } = await engine.waitOperation({ name });
  if (done) tell("ended", name, JSON.stringify(error ?? response));
}

async function loop(): Promise<never> {
  for (;;) {
    const method = Math.random() < 0.5 ? "rerun" : "fail";
    const requestId = `r${Math.floor(Math.random() * 500)}`;
    const { name } = await engine.start(method, undefined, { requestId });
    tell("started", `${method} ${requestId}`, name);
    if (Math.random() < 0.3) {
      await engine.cancelOperation({ name });
      tell("cancelled", name, "");
    }
    if (Math.random() < 0.7) await see(name);
  }
}

const { operations } = await engine.listOperations({ name: "" });
await Promise.all([
  ...operations.map(({ name }) => see(name)),
  ...Array.from({ length: LOOPS }, loop),
]);
