import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MethodContext } from "../../src/index.ts";
import { createSqliteEngine } from "../../src/sqlite/index.ts";
import { type Fact, group, runAndKill } from "../support/facts.ts";

/** Many by hand: `pnpm kills`. */
const KILLS = Number(process.env["RX_LRO_KILLS"] ?? 3);

const WORKER = new URL("worker.ts", import.meta.url);

/** The names that begin although they are over: their end was told before. */
function beginningsAfter(over: ReadonlySet<string>, round: readonly Fact[]): string[] {
  const ended = new Set(over);
  return round.flatMap(([kind, name]) => {
    if (kind === "ended") ended.add(name);
    return kind === "began" && ended.has(name) ? [name] : [];
  });
}

describe(`a process that is killed, ${KILLS} times over`, () => {
  const folder = mkdtempSync(join(tmpdir(), "rx-lro-"));
  const rounds: Fact[][] = [];
  /** By name: how each operation ended at last, and what ran when the file was opened for the last time. */
  const ends = new Map<string, string>();
  const last: Fact[] = [];

  beforeAll(
    async () => {
      const file = join(folder, "operations.db");
      for (let kill = 0; kill < KILLS; kill += 1)
        rounds.push(await runAndKill(WORKER, [file], 200));
      const run = (_input: undefined, { name, attempt }: MethodContext) => {
        last.push(["began", name, `${attempt}`]);
        return { attempt };
      };
      await using engine = await createSqliteEngine({
        file,
        methods: { rerun: run, fail: { run, onInterruption: "fail" } },
      });
      for (const [, [name = ""]] of group(rounds.flat(), "started")) {
        const { done, error, response } = await engine.waitOperation({ name });
        if (done) ends.set(name, JSON.stringify(error ?? response));
      }
    },
    KILLS * 2000 + 10_000,
  );

  afterAll(() => rmSync(folder, { recursive: true }));

  it("loses no operation that it acknowledged, and gives each request one", () => {
    const started = [...group(rounds.flat(), "started")];
    expect(started.filter(([, names]) => new Set(names).size > 1)).toEqual([]);
    expect(started.filter(([, [name = ""]]) => !ends.has(name))).toEqual([]);
    expect(started.length).toBeGreaterThan(KILLS);
  });

  it("gives no operation two ends", () => {
    const seen = [...group(rounds.flat(), "ended")].filter(([name]) => ends.has(name));
    expect(seen.filter(([name, all]) => all.some((end) => end !== ends.get(name)))).toEqual([]);
    expect(seen.length).toBeGreaterThan(0);
  });

  it("gives each run an attempt of its own, and doesn't repeat what may not run twice", () => {
    const began = group([...rounds.flat(), ...last], "began");
    const kinds = new Map(
      [...group(rounds.flat(), "started")].map(([request, [name = ""]]) => [name, request]),
    );
    for (const [name, attempts] of began) {
      expect(attempts).toEqual([...new Set(attempts)].sort((a, b) => Number(a) - Number(b)));
      if (kinds.get(name)?.startsWith("fail")) expect([name, attempts]).toEqual([name, ["1"]]);
    }
    expect([...began].some(([, attempts]) => attempts.length > 1)).toBe(true);
  });

  it("runs nothing whose end was told, nor, once opened again, what it was asked to cancel", () => {
    const over = new Set<string>();
    for (const round of [...rounds, last]) {
      expect(beginningsAfter(over, round)).toEqual([]);
      for (const [kind, name] of round) {
        if (kind === "ended" || kind === "cancelled") over.add(name);
      }
    }
    expect(over.size).toBeGreaterThan(0);
  });
});
