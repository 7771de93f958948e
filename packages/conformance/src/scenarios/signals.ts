import { expectEqual, expectSame } from "../expect-equal.ts";
import { expectAbort } from "../expect-rejection.ts";
import { createScenario, type Scenario } from "../scenario.ts";
import type { Trial } from "../trial.ts";
import { listCall, type NamedCall, operationCalls } from "./calls.ts";

/** A reason may be anything. */
const REASONS = [new Error("enough"), "a string", { an: "object" }, 0, null];

const calls: readonly NamedCall[] = [...operationCalls, listCall];

/** Signals: an abort ends a call with its own reason, and a call that is aborted beforehand does nothing. */
export const signalScenarios: readonly Scenario[] = [
  ...calls.map(({ method, needs, call }) =>
    createScenario({
      name: `signals: ${method} with an aborted signal rejects with its reason and does nothing`,
      needs: [...needs, "gate"],
      async run(trial) {
        const { operationName, target } = await startTarget(trial, method);
        for (const reason of REASONS) {
          const answer = call(trial.operations, target, { signal: abortedBy(reason) });
          await expectAbort(method, trial.within(method, answer), reason);
        }
        const operation = await trial.get(operationName);
        expectEqual("done afterwards", operation.done ?? false, false);
        const { subject } = trial;
        if (subject.isCancelled) {
          expectEqual("told to stop", await subject.isCancelled(operationName), false);
        }
      },
    }),
  ),
  ...calls.map(({ method, needs, call }) =>
    createScenario({
      name: `signals: ${method} with an aborted signal sends nothing`,
      needs: [...needs, "gate", "requestCount"],
      async run(trial) {
        const { target } = await startTarget(trial, method);
        const before = trial.subject.requestCount?.();
        const answer = call(trial.operations, target, { signal: abortedBy("no") });
        await expectAbort(method, trial.within(method, answer), "no");
        expectEqual("requests", trial.subject.requestCount?.(), before);
      },
    }),
  ),
  ...calls.map(({ method, needs, call }) =>
    createScenario({
      name: `signals: ${method} that is aborted on its way ends with the reason, or its answer`,
      needs: [...needs, "gate"],
      async run(trial) {
        for (const reason of REASONS) {
          const { target } = await startTarget(trial, method);
          const controller = new AbortController();
          const answer = call(trial.operations, target, { signal: controller.signal });
          controller.abort(reason);
          const ended = trial.within(method, answer).then(
            () => reason,
            (thrown: unknown) => thrown,
          );
          expectSame(method, await ended, reason);
        }
      },
    }),
  ),
  ...calls.map(({ method, needs, call }) =>
    createScenario({
      name: `signals: ${method} that was answered leaves no listener on its signal`,
      needs: [...needs, "succeed"],
      async run(trial) {
        const parent = method === "list" ? await trial.createParent() : undefined;
        const { name } = await trial.start("succeed", parent);
        await trial.settle(name);
        const { signal, listeners } = countingSignal();
        // Some refuse to cancel an operation that has ended; that is an answer too.
        const answer = call(trial.operations, parent ?? name, { signal }).catch(() => undefined);
        await trial.within(method, answer);
        expectEqual("listeners", listeners.size, 0);
      },
    }),
  ),
];

async function startTarget(trial: Trial, method: string) {
  const parent = method === "list" ? await trial.createParent() : undefined;
  const { name } = await trial.start("gate", parent);
  return { operationName: name, target: parent ?? name };
}

function abortedBy(reason: unknown): AbortSignal {
  const controller = new AbortController();
  controller.abort(reason);
  return controller.signal;
}

/** A signal that knows its listeners. */
function countingSignal() {
  const { signal } = new AbortController();
  const listeners = new Set<unknown>();
  const { addEventListener, removeEventListener } = signal;
  Object.assign(signal, {
    addEventListener(...args: Parameters<typeof addEventListener>) {
      listeners.add(args[1]);
      addEventListener.apply(signal, args);
    },
    removeEventListener(...args: Parameters<typeof removeEventListener>) {
      listeners.delete(args[1]);
      removeEventListener.apply(signal, args);
    },
  });
  return { signal, listeners };
}
