import { describe, expect, it } from "vitest";
import { Schedule, type Scheduled } from "../../src/index.ts";
import { VirtualClock } from "../../src/testing/index.ts";

const MOVES = 10_000;

/** An item that counts how often the schedule reads its time: once or so for each entry that it passes over. */
class CountingItem implements Scheduled {
  reads = 0;
  #dueAt: number | undefined;

  get dueAt(): number | undefined {
    this.reads += 1;
    return this.#dueAt;
  }

  set dueAt(at: number | undefined) {
    this.#dueAt = at;
  }
}

/** Moves one item about beside another that stays, then lets both fall due. */
async function move(step: (schedule: Schedule<Scheduled>, item: Scheduled, index: number) => void) {
  const clock = new VirtualClock();
  const schedule = new Schedule<Scheduled>(clock, () => clock.now());
  const due: Scheduled[] = [];
  schedule.due.subscribe((item) => due.push(item));
  const item = new CountingItem();
  const other: Scheduled = { dueAt: undefined };
  schedule.set(other, 1);
  for (let index = 0; index < MOVES; index += 1) step(schedule, item, index);
  const moving = item.reads;
  await clock.advance(1e9);
  expect(due).toEqual([other, item]);
  return { readsPerMove: moving / MOVES, readsAtTheEnd: item.reads - moving };
}

describe("Schedule, when one item moves 10 000 times", () => {
  it.each<[string, Parameters<typeof move>[0]]>([
    ["ever later", (schedule, item, index) => schedule.set(item, 1000 + index)],
    ["ever earlier", (schedule, item, index) => schedule.set(item, 1e6 - index)],
    ["to and fro", (schedule, item, index) => schedule.set(item, 1000 + (index % 2))],
    [
      "in and out, ever later",
      (schedule, item, index) => {
        schedule.clear(item);
        schedule.set(item, 1000 + index);
      },
    ],
    [
      "in and out at the same time",
      (schedule, item) => {
        schedule.clear(item);
        schedule.set(item, 1000);
      },
    ],
  ])("sweeps out its stale entries: %s", async (_how, step) => {
    const { readsPerMove, readsAtTheEnd } = await move(step);
    expect(readsPerMove).toBeLessThan(20);
    expect(readsAtTheEnd).toBeLessThan(300);
  });
});
