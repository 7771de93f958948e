import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Schedule, type Scheduled } from "../../src/index.ts";
import { VirtualClock } from "../../src/testing/index.ts";

interface Item extends Scheduled {
  readonly id: number;
}

type Command =
  | { readonly type: "set"; readonly id: number; readonly inMs: number }
  | { readonly type: "clear"; readonly id: number }
  | { readonly type: "advance"; readonly ms: number };

interface Due {
  readonly now: number;
  readonly at: number;
  readonly id: number;
}

const ITEMS = 6;
const id = fc.integer({ min: 0, max: ITEMS - 1 });
const command = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ type: fc.constant("set"), id, inMs: fc.integer({ min: -20, max: 60 }) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("clear"), id }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant("advance"), ms: fc.integer({ min: 0, max: 40 }) }),
  },
) as fc.Arbitrary<Command>;

/** The naive schedule: a map of times, sorted whenever time goes on. */
class Model {
  readonly times = new Map<number, number>();
  now = 0;

  advance(ms: number): Due[] {
    const end = this.now + ms;
    const due = [...this.times]
      .filter(([, at]) => at <= end)
      .map(([id, at]) => ({ now: Math.max(at, this.now), at, id }));
    for (const { id } of due) this.times.delete(id);
    this.now = end;
    return due.sort(inOrder);
  }
}

function inOrder(a: Due, b: Due): number {
  return a.now - b.now || a.at - b.at || a.id - b.id;
}

/** The real one, and whether it agrees with the model after every command. */
async function compare(commands: readonly Command[]) {
  const clock = new VirtualClock();
  const schedule = new Schedule<Item>(clock, () => clock.now());
  const model = new Model();
  const items = Array.from({ length: ITEMS }, (_, id): Item => ({ id, dueAt: undefined }));
  const itemOf = (id: number) => items[id] as Item;
  const due: Due[] = [];
  schedule.due.subscribe(({ id }) => {
    due.push({ now: clock.now(), at: model.times.get(id) ?? Number.NaN, id });
  });

  for (const command of commands) {
    switch (command.type) {
      case "set":
        schedule.set(itemOf(command.id), clock.now() + command.inMs);
        model.times.set(command.id, clock.now() + command.inMs);
        break;
      case "clear":
        schedule.clear(itemOf(command.id));
        model.times.delete(command.id);
        break;
      case "advance": {
        due.length = 0;
        await clock.advance(command.ms);
        const expected = model.advance(command.ms);
        expect(due.map(({ now, at }) => [now, at])).toEqual(
          expected.map(({ now, at }) => [now, at]),
        );
        // Which of two that are due at the same time comes first is left open.
        expect(due.toSorted(inOrder)).toEqual(expected);
        break;
      }
    }
    expect(schedule.size).toBe(model.times.size);
    expect(clock.pending).toBe(model.times.size === 0 ? 0 : 1);
    expect(items.map(({ dueAt }) => dueAt)).toEqual(items.map(({ id }) => model.times.get(id)));
  }
}

describe("Schedule, whatever is done to it", () => {
  it("does what a sorted map of times does, with one timer", async () => {
    const commands = fc.array(command, { minLength: 1, maxLength: 60 });
    await fc.assert(fc.asyncProperty(commands, compare), { numRuns: 200 });
  });

  it("does so while its heap is swept", async () => {
    const commands = fc.array(command, { minLength: 300, maxLength: 400, size: "max" });
    await fc.assert(fc.asyncProperty(commands, compare), { numRuns: 10 });
  });
});
