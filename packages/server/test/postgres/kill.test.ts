import { Code, type Operation } from "@rx-lro/core";
import { beforeAll, describe, expect, it } from "vitest";
import type { MethodContext } from "../../src/index.ts";
import { createPostgresEngine } from "../../src/postgres/index.ts";
import { newDatabase } from "../support/engines.ts";
import { type Fact, group, runAndKill } from "../support/facts.ts";

/** Many by hand: `pnpm kills`. */
const KILLS = Number(process.env["RX_LRO_KILLS"] ?? 4);

const WORKER = new URL("worker.ts", import.meta.url);

/** What was begun may not have been told to be started yet. */
function namesIn(facts: readonly Fact[]): readonly string[] {
  const started = [...group(facts, "started").values()].flat();
  return [...started, ...group(facts, "began").keys()];
}

describe(`two processes of which one or the other is killed, ${KILLS} times over`, () => {
  const facts: Fact[] = [];
  /** By name: how each operation ended, as somebody saw it who waited from the beginning. */
  const ends = new Map<string, Operation>();

  beforeAll(
    async () => {
      const database = newDatabase();
      const { connection, schema } = database;
      const methods = { rerun: attempt, fail: { run: attempt, onInterruption: "fail" } } as const;
      await using watcher = await createPostgresEngine({ ...database, methods, runs: false });
      const waits = new Map<string, Promise<unknown>>();
      const wait = async (name: string): Promise<void> => {
        ends.set(name, await watcher.waitOperation({ name }));
      };
      const kill = async (times: number): Promise<void> => {
        for (let round = 0; round < times; round += 1) {
          const told = await runAndKill(WORKER, [connection, schema], 2000);
          facts.push(...told);
          for (const name of namesIn(told)) if (!waits.has(name)) waits.set(name, wait(name));
        }
      };
      await Promise.all([kill(Math.ceil(KILLS / 2)), kill(Math.floor(KILLS / 2))]);
      await using _last = await createPostgresEngine({ ...database, methods, leaseMs: 2000 });
      await Promise.all(waits.values());
      await Promise.all(
        namesIn(facts)
          .filter((name) => !waits.has(name))
          .map(wait),
      );
    },
    KILLS * 5000 + 60_000,
  );

  function attempt(_input: undefined, { name, attempt }: MethodContext) {
    facts.push(["began", name, `${attempt}`]);
    return { attempt };
  }

  it("lose no operation that they acknowledged, and give each request one", () => {
    const started = [...group(facts, "started")];
    expect(started.filter(([, names]) => new Set(names).size > 1)).toEqual([]);
    expect(namesIn(facts).filter((name) => ends.get(name)?.done !== true)).toEqual([]);
    expect(started.length).toBeGreaterThan(KILLS);
  });

  it("give no operation two ends", () => {
    const seen = [...group(facts, "ended")].filter(([name]) => ends.has(name));
    const last = (name: string) =>
      JSON.stringify(ends.get(name)?.error ?? ends.get(name)?.response);
    expect(seen.filter(([name, all]) => all.some((end) => end !== last(name)))).toEqual([]);
    expect(seen.length).toBeGreaterThan(0);
  });

  it("give each run an attempt of its own, and keep the response of one that ran", () => {
    const began = group(facts, "began");
    for (const [name, attempts] of began) {
      expect(attempts).toEqual([...new Set(attempts)]);
      const { response, metadata } = ends.get(name) ?? {};
      if (response) expect(attempts).toContain(`${response["attempt"]}`);
      expect(metadata).toHaveProperty("startTime");
    }
    expect([...began.values()].some((attempts) => attempts.length > 1)).toBe(true);
  });

  it("don't run twice what may not, and say so", () => {
    const fails = [...group(facts, "started")].filter(([request]) => request.startsWith("fail"));
    const began = group(facts, "began");
    const twice = fails.filter(([, [name = ""]]) => (began.get(name)?.length ?? 0) > 1);
    expect(twice).toEqual([]);
    const codes = fails.map(([, [name = ""]]) => ends.get(name)?.error?.code);
    expect(codes).toContain(Code.ABORTED);
  });
});
