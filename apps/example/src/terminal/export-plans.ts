import type { ExportKind } from "../client/start-export.ts";

/** One of the exports that the terminal job starts. */
export interface ExportPlan {
  readonly description: string;
  readonly kind: ExportKind;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  /** Asks to cancel once the progress is at least this. */
  readonly cancelAt?: number;
}

/** Five exports: one is cancelled, and one says that it can't be. */
export const exportPlans: readonly ExportPlan[] = [
  { description: "Alps", kind: "image", seed: 3, width: 768, height: 384 },
  { description: "Dolomites", kind: "image", seed: 2, width: 1536, height: 768, cancelAt: 0.15 },
  { description: "Tatra map", kind: "map", seed: 7, width: 640, height: 320, cancelAt: 0.25 },
  { description: "Pyrenees", kind: "image", seed: 4, width: 640, height: 320 },
  { description: "Sierra", kind: "image", seed: 5, width: 512, height: 256 },
];
