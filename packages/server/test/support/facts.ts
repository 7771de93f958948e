import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/**
 * What a process under load tells, in the order in which it happened: a name began an attempt, a request started a
 * name, the cancellation of a name was accepted, a name was seen to end in a way.
 */
export type Fact = readonly [
  kind: "began" | "started" | "cancelled" | "ended",
  subject: string,
  detail: string,
];

/** Runs a worker with arguments, kills it within a time of its first fact, and answers its facts. */
export async function runAndKill(
  worker: URL,
  args: readonly string[],
  withinMs: number,
): Promise<Fact[]> {
  const facts: Fact[] = [];
  const flags = ["--conditions=@rx-lro/source", "--disable-warning=ExperimentalWarning"];
  const child = spawn(process.execPath, [...flags, fileURLToPath(worker), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  lines.once("line", () => setTimeout(() => child.kill("SIGKILL"), 40 + Math.random() * withinMs));
  for await (const line of lines) facts.push(JSON.parse(line));
  expect(await exit).toEqual([null, "SIGKILL"]);
  return facts;
}

/** The details of the facts of one kind, by subject. */
export function group(facts: readonly Fact[], kind: Fact[0]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [of, subject, detail] of facts) {
    if (of === kind) groups.set(subject, [...(groups.get(subject) ?? []), detail]);
  }
  return groups;
}
