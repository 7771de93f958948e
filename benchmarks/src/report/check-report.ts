import type { Verdict } from "../plan/verdict.ts";
import { markdownTable, shown, shownRatio } from "./table.ts";

/** What was wanted and what was measured, with the figures that were compared. */
export function checkReport(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ criterion, measured, figures, holds }) => {
    const { atMost, unit, per } = criterion;
    const show = (value: number) =>
      per === undefined
        ? `${shown(value)}${unit === undefined ? "" : ` ${unit}`}`
        : `${shownRatio(value)} ×`;
    const result = Number.isNaN(measured) ? "not measured" : show(measured);
    const verdict = holds ? "ok" : "FAILS";
    return [criterion.title, `≤ ${show(atMost)}`, result, compared(figures), verdict];
  });
  return markdownTable(["what", "wanted", "measured", "compared", ""], rows);
}

function compared({ of, less, per }: Verdict["figures"]): string {
  if (less !== undefined) return `${shown(of)} − ${shown(less)}`;
  return per === undefined ? "" : `${shown(of)} / ${shown(per)}`;
}
