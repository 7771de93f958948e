// What the processes do that kill tests kill: they start, cancel and await operations, and tell what they were answered.
import { writeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Engine, MethodContext } from "../../src/index.ts";
import type { Fact } from "./facts.ts";

const LOOPS = 12;

// Written before anything else can happen, even when the process is killed next.
const tell = (...fact: Fact): unknown => writeSync(1, `${JSON.stringify(fact)}\n`);

async function work(_input: undefined, { name, attempt, signal, report }: MethodContext) {
  tell("began", name, `${attempt}`);
  for (let step = 1; step <= 4; step += 1) {
    await delay(Math.random() * 40, undefined, { signal });
    report({ step });
  }
  return { attempt };
}

/** One method that runs again after an interruption, and one that doesn't. */
export const loadMethods = {
  rerun: work,
  fail: { run: work, onInterruption: "fail" },
} as const;

/** Awaits what there is, and starts, cancels and awaits more until the process is killed. */
export async function putUnderLoad(engine: Engine<typeof loadMethods>): Promise<void> {
  const { operations } = await engine.listOperations({ name: "" });
  await Promise.all([
    ...operations.map(({ name }) => see(engine, name)),
    ...Array.from({ length: LOOPS }, () => loop(engine)),
  ]);
}

async function see(engine: Engine<typeof loadMethods>, name: string): Promise<void> {
  const { done, error, response } = await engine.waitOperation({ name });
  if (done) tell("ended", name, JSON.stringify(error ?? response));
}

async function loop(engine: Engine<typeof loadMethods>): Promise<never> {
  for (;;) {
    const method = Math.random() < 0.5 ? "rerun" : "fail";
    const requestId = `r${Math.floor(Math.random() * 500)}`;
    const { name } = await engine.start(method, undefined, { requestId });
    tell("started", `${method} ${requestId}`, name);
    if (Math.random() < 0.3) {
      await engine.cancelOperation({ name });
      tell("cancelled", name, "");
    }
    if (Math.random() < 0.7) await see(engine, name);
  }
}
