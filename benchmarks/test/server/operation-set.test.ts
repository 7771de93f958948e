import { describe, expect, it } from "vitest";
import { OperationSet } from "../../src/server/operation-set.ts";

const plan = { parent: "projects/p", running: 10, finished: 0, lifeMs: [1000, 10_000] } as const;

describe("OperationSet", () => {
  it("lets operations run until their time, and end as planned", () => {
    const set = new OperationSet(plan, 5000);
    const endsAt = set.endsAt(3);
    expect(endsAt).toBeGreaterThanOrEqual(6000);
    expect(endsAt).toBeLessThan(15_000);
    expect([set.phase(3, endsAt - 1), set.phase(3, endsAt)]).toEqual(["running", "succeeded"]);
    expect(set.phase(7, 15_000)).toBe("failed");
  });

  it("spreads lives evenly", () => {
    const set = new OperationSet({ ...plan, running: 1000 }, 0);
    const short = set.running.filter((index) => set.endsAt(index) < 5500).length;
    expect(short).toBeGreaterThan(490);
    expect(short).toBeLessThan(510);
  });

  it("hides those that run evenly among finished ones", () => {
    const set = new OperationSet({ ...plan, running: 2, finished: 98 }, 0);
    expect(set.running).toEqual([25, 75]);
    expect([set.phase(24, 0), set.phase(25, 0)]).toEqual(["succeeded", "running"]);
  });

  it("settles a cancellation in its time, and lets every tenth complete all the same", () => {
    const set = new OperationSet(plan, 0);
    set.cancel(0, 100);
    set.cancel(1, 100);
    expect([set.phase(0, 100), set.phase(1, 100)]).toEqual(["cancelling", "cancelling"]);
    expect([set.phase(0, 500), set.phase(1, 500)]).toEqual(["succeeded", "cancelled"]);
  });

  it("leaves ended operations as they are when they are cancelled", () => {
    const set = new OperationSet(plan, 0);
    set.cancel(3, 20_000);
    expect(set.phase(3, 30_000)).toBe("succeeded");
  });

  it("tells when each that runs was seen", async () => {
    const set = new OperationSet({ ...plan, running: 2, finished: 2 }, 0);
    let isSeen = false;
    const seen = set.seen.then(() => {
      isSeen = true;
    });
    for (const index of [0, 1, 1, 2]) set.see(index);
    await Promise.resolve();
    expect(isSeen).toBe(false);
    set.see(3);
    await seen;
    expect(isSeen).toBe(true);
  });
});
