import type { Operations } from "@rx-lro/core";
import { cancelled, createScriptedOperations, notFound, running } from "@rx-lro/core/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  ConformanceError,
  clientScenarios,
  getScenarios,
  lackingOf,
  listScenarios,
  NotApplicableError,
  type Scenario,
  type Subject,
  scenarios,
} from "../src/index.ts";

const NAME = "operations/o";

function subjectOf(operations: Operations, others: Partial<Subject> = {}): Subject {
  const start = async () => running(NAME);
  return { operations, start, unknownName: "operations/none", patienceMs: 20, ...others };
}

function named(name: string): Scenario {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`there is no scenario "${name}"`);
  return scenario;
}

describe("scenarios", () => {
  it("have names of their own, which begin with their topic", () => {
    const names = scenarios.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-zA-Z]+: /.test(name))).toEqual([]);
  });

  it("hold the topics and the client half", () => {
    expect(scenarios).toEqual(expect.arrayContaining([...getScenarios, ...listScenarios]));
    expect(scenarios).toEqual(expect.arrayContaining([...clientScenarios]));
  });
});

describe("run()", () => {
  const answers = named("get: answers the operation that was started, by its name");

  it("says what was expected and what came", async () => {
    const operations = createScriptedOperations({ get: [running("operations/x")] });
    const failure = await answers.run(subjectOf(operations)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConformanceError);
    expect(failure).toMatchObject({
      message: 'name: expected "operations/o", got "operations/x"',
      actual: "operations/x",
      expected: "operations/o",
    });
  });

  it("fails instead of waiting forever", async () => {
    const operations = createScriptedOperations({ get: [() => new Promise(() => {})] });
    await expect(answers.run(subjectOf(operations))).rejects.toThrow(
      "get operations/o: nothing has happened for 20 ms",
    );
  });

  it("leaves no timer", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    await answers.run(subjectOf(createScriptedOperations({ get: [running(NAME)] })));
    expect(vi.getTimerCount()).toBe(0);
  });

  it("rejects with the error of a call that should have been answered", async () => {
    const refusal = notFound(NAME);
    const operations = createScriptedOperations({ get: [refusal] });
    await expect(answers.run(subjectOf(operations))).rejects.toBe(refusal);
  });

  it("ends what it has started, even when it fails", async () => {
    const ended: string[] = [];
    const release = (name: string) => void ended.push(`released ${name}`);
    const operations = createScriptedOperations({
      get: [{ name: NAME, done: true }],
      cancel: [({ name }) => void ended.push(`cancelled ${name}`)],
    });
    const subject = subjectOf(operations, { release });
    const runs = named("get: shows no result while the operation runs").run(subject);
    await expect(runs).rejects.toBeInstanceOf(ConformanceError);
    const cancels = named("cancel: ends an operation that honours it, with code 1").run(subject);
    await expect(cancels).rejects.toBeInstanceOf(ConformanceError);
    expect(ended).toEqual([`released ${NAME}`, `cancelled ${NAME}`]);
  });

  it("is not applicable where the subject lacks a need, and calls nothing", async () => {
    const operations = createScriptedOperations({});
    const subject = subjectOf(operations, { lacks: ["cancel", "gate", "wait"] });
    const scenario = named("cancel: leaves other operations alone");
    const refusal = await scenario.run(subject).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(NotApplicableError);
    expect(refusal).toMatchObject({
      message: `"${scenario.name}" is not applicable: the subject lacks cancel, gate`,
      lacking: ["cancel", "gate"],
    });
    expect(lackingOf(scenario, subject)).toEqual(["cancel", "gate"]);
    expect(operations.calls).toEqual([]);
  });

  it.each([
    ["list: refuses a negative page size", "createParent", "list"],
    ["cancel: leaves other operations alone", "release", "gate and uncancellable"],
  ])("asks for a member that a subject forgot: %s", async (name, member, capability) => {
    const operations = createScriptedOperations({
      get: [running(NAME), cancelled(NAME), running(NAME)],
      cancel: [undefined],
    });
    await expect(named(name).run(subjectOf(operations))).rejects.toEqual(
      new TypeError(`the subject has no ${member}; add it, or say that it lacks ${capability}`),
    );
  });

  it("expects an RpcError of the right code", async () => {
    const scenario = named("names: get by a name that no operation has is NOT_FOUND");
    const messages: unknown[] = [];
    for (const get of [running(NAME), new Error("no"), new RangeError("no")]) {
      const subject = subjectOf(createScriptedOperations({ get: [get] }));
      messages.push(await scenario.run(subject).catch((error: Error) => error.message));
    }
    expect(messages).toEqual([
      'get: expected a rejection, got {"name":"operations/o"}',
      "get: expected an RpcError, got Error: no",
      "get: expected an RpcError, got RangeError: no",
    ]);
    const other = createScriptedOperations({});
    await expect(scenario.run(subjectOf(other))).rejects.toThrow(
      'get: expected "NOT_FOUND", got "UNIMPLEMENTED"',
    );
  });
});
