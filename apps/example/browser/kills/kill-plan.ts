import fc from "fast-check";
import type { ExportKind } from "../../src/client/start-export.ts";

/** An export that a program starts. */
export interface DirectPlan {
  readonly kind: ExportKind;
  readonly width: number;
  /** Null if it isn't cancelled. */
  readonly cancelAfterMs: number | null;
}

/** An export that somebody starts in the page. */
export interface PagePlan {
  readonly kind: ExportKind;
  readonly isCancelled: boolean;
}

/** What happens from one kill to the next. */
export interface KillRound {
  /** Whether the page must see the server before it is killed. */
  readonly isSeen: boolean;
  readonly killAfterMs: number;
  readonly direct: readonly DirectPlan[];
  readonly inPage: PagePlan;
}

const kind = fc.constantFrom<ExportKind>("image", "image", "map");

const directPlan = fc.record({
  kind,
  width: fc.constantFrom(32, 64, 128, 192),
  cancelAfterMs: fc.option(fc.nat(150)),
});

const killRound = fc.record({
  isSeen: fc.boolean(),
  killAfterMs: fc.nat(500),
  direct: fc.array(directPlan, { minLength: 1, maxLength: 3 }),
  inPage: fc.record({ kind, isCancelled: fc.boolean() }),
});

/** Random rounds; the same seed gives the same ones. */
export function planKills(count: number, seed: number): readonly KillRound[] {
  return fc.sample(killRound, { numRuns: count, seed });
}
