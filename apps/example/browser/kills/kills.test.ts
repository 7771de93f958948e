import { Code, type Operation } from "@rx-lro/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planKills } from "./kill-plan.ts";
import { endOf } from "./ledger.ts";
import { type KilledServer, runKills } from "./run-kills.ts";
import { readShownRows } from "./shown-rows.ts";

const KILLS = readCount("RX_LRO_KILLS", 20);
/** The seed of a failed run plans the same again. */
const SEED = readCount("RX_LRO_SEED", Math.floor(Math.random() * 2 ** 31));

function readCount(setting: string, standard: number): number {
  const text = process.env[setting] || String(standard);
  if (/^\d+$/.test(text)) return Number(text);
  throw new TypeError(`${setting} must be a whole number, not ${JSON.stringify(text)}`);
}

function stateOf(operation: Operation | undefined): string {
  if (operation?.error?.code === Code.CANCELLED) return "Cancelled";
  return operation?.response ? "Succeeded" : "Failed";
}

function isEnd(state: string): boolean {
  return !["Waiting", "Running", "Asking to cancel", "Cancelling"].includes(state);
}

function descriptionOf({ metadata }: Operation): string {
  return String(metadata?.["description"]);
}

describe(`a server that is killed ${KILLS} times while the page watches (RX_LRO_SEED=${SEED})`, () => {
  const stack = new AsyncDisposableStack();
  let killed: KilledServer;
  /** All operations at their end. */
  const all = new Map<string, Operation>();

  beforeAll(
    async () => {
      killed = stack.use(await runKills(planKills(KILLS, SEED)));
      const { operations } = killed;
      const list = await operations.listOperations({ name: "projects/example" });
      for (const { name } of list.operations) {
        all.set(name, await operations.waitOperation({ name }));
      }
    },
    60_000 + KILLS * 10_000,
  );

  afterAll(() => stack.disposeAsync());

  it("has every export whose start it acknowledged, once, and brings it to a good end", () => {
    const { ledger, started } = killed;
    expect([...ledger.started].filter((name) => !all.has(name))).toEqual([]);
    expect([...all.values()].map(descriptionOf).sort()).toEqual([...started].sort());
    expect([...all.values()].filter(({ done }) => !done)).toEqual([]);
    expect(new Set([...all.values()].map(stateOf))).toEqual(new Set(["Cancelled", "Succeeded"]));
  });

  it("runs again what a kill has interrupted", () => {
    const attempts = [...all.values()].map(({ metadata }) => Number(metadata?.["attempt"]));
    expect(Math.max(...attempts)).toBeGreaterThan(1);
  });

  it("settles what it has acknowledged to cancel", () => {
    const { cancelled } = killed.ledger;
    expect([...cancelled].filter((name) => !all.get(name)?.done)).toEqual([]);
    expect([...cancelled].map((name) => stateOf(all.get(name)))).toContain("Cancelled");
  });

  it("gives no operation two ends, whoever was told of them", () => {
    const told = [...killed.ledger.ends].map(([name, ends]) => [name, [...ends]]);
    const kept = [...killed.ledger.ends.keys()].map((name) => [name, [endOf(all.get(name))]]);
    expect(told).toEqual(kept);
  });

  it("is shown by the page as it is, without a reload or anybody's help", async () => {
    const { page, problems } = killed.open;
    const rows = [...all.values()].map((operation) => {
      const state = stateOf(operation);
      return [
        descriptionOf(operation),
        { state, hasImage: state === "Succeeded", note: expect.any(String) },
      ];
    });
    const shown = () => readShownRows(page);
    await expect.poll(shown, { timeout: 15_000 }).toEqual(Object.fromEntries(rows));
    expect(await page.locator(".notice").count()).toBe(0);
    const { losses } = await killed.history();
    expect(losses).toEqual([]);
    // Requests that a kill cut off.
    expect(problems.filter((text) => !text.startsWith("Failed to load resource"))).toEqual([]);
  });

  it("is never shown by the page with another end", async () => {
    const { states } = await killed.history();
    const ends = Object.entries(states).map(([title, shown]) => [title, shown.filter(isEnd)]);
    const kept = [...all.values()].map((operation) => [
      descriptionOf(operation),
      [stateOf(operation)],
    ]);
    expect(Object.fromEntries(ends)).toEqual(Object.fromEntries(kept));
  });

  it("lets the page tell what came of each cancellation there", async () => {
    const { cancelledInPage, open } = killed;
    const rows = await readShownRows(open.page);
    for (const description of cancelledInPage) {
      expect(rows[description]?.note).toMatch(
        /^Cancellation: (cancelled|it completed|not supported)/,
      );
    }
  });
});
