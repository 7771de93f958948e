import type { MethodContext } from "../../src/index.ts";
import { createGate } from "./gate.ts";

/** A method that tells when it runs and ends when the test says so. */
export function createScripted() {
  const began = createGate<MethodContext>();
  const end = createGate<unknown>();
  const run = (_input: unknown, context: MethodContext): Promise<unknown> => {
    began.open(context);
    return end.promise;
  };
  return { run, began: began.promise, succeed: end.open, fail: end.fail };
}

/** A method that runs until its signal aborts, and honours it. */
export function untilAborted(_input: unknown, { signal }: MethodContext): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}
