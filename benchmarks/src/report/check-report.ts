import type { Verdict } from "../plan/verdict.ts";
import { markdownTable, shown, shownRatio } from "./table.ts";

/** What was wanted and what was measured. */
export function checkReport(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ criterion, measured, holds }) => {
    const { atMost, unit, per } = criterion;
    const show = (value: number) =>
      per === undefined
        ? `${shown(value)}${unit === undefined ? "" : ` ${unit}`}`
        : `${shownRatio(value)} ×`;
    const result = measured === undefined ? "not measured" : show(measured);
    return [criterion.title, `≤ ${show(atMost)}`, result, holds ? "ok" : "FAILS"];
  });
  return markdownTable(["what", "wanted", "measured", ""], rows);
}
