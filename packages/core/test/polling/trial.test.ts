import { describe, expect, it } from "vitest";
import { Trial } from "../../src/polling/trial.ts";

/** How many looks pass until the way is tried again. */
function restOf(trial: Trial): number {
  let looks = 0;
  while (!trial.allows()) looks += 1;
  return looks;
}

describe("Trial", () => {
  it("is used until it fails", () => {
    const trial = new Trial();
    expect([trial.standing, trial.allows(), restOf(trial)]).toEqual(["used", true, 0]);
  });

  it("is tried again at once after one failure", () => {
    const trial = new Trial();
    expect(trial.failed()).toBe(false);
    expect([trial.standing, restOf(trial)]).toEqual(["used", 0]);
  });

  it("rests after two in a row, and twice as long each time, up to a limit", () => {
    const trial = new Trial();
    trial.failed();
    const rests = Array.from({ length: 12 }, () => {
      expect(trial.failed()).toBe(true);
      expect(trial.standing).toBe("resting");
      return restOf(trial);
    });
    expect(rests).toEqual([8, 16, 32, 64, 128, 256, 512, 1024, 1024, 1024, 1024, 1024]);
  });

  it("forgets its failures once it has paid", () => {
    const trial = new Trial();
    trial.failed();
    trial.failed();
    restOf(trial);
    trial.paid();
    expect(trial.failed()).toBe(false);
    expect(restOf(trial)).toBe(0);
    trial.failed();
    expect(restOf(trial)).toBe(8);
  });

  it("is never tried again once refused", () => {
    const trial = new Trial();
    expect(trial.refused()).toBe(true);
    trial.paid();
    expect(trial.standing).toBe("refused");
    expect(Array.from({ length: 5000 }, () => trial.allows())).not.toContain(true);
  });

  it("rests where it has paid before, even if it is refused", () => {
    const trial = new Trial();
    trial.paid();
    expect([trial.refused(), trial.refused(), trial.standing]).toEqual([false, true, "resting"]);
    expect(restOf(trial)).toBe(8);
  });

  it("stays refused even if it was resting", () => {
    const trial = new Trial();
    trial.failed();
    trial.failed();
    trial.refused();
    expect(trial.standing).toBe("refused");
    expect(Array.from({ length: 20 }, () => trial.allows())).not.toContain(true);
  });
});
