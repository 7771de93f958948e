/** A Markdown table; the first column aligned left, all others right. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

/** Three digits, with separators; a dash for what isn't a number. */
export function shown(number: number | undefined): string {
  if (number === undefined || !Number.isFinite(number)) return "–";
  const rounded = Math.abs(number) >= 100 ? Math.round(number) : Number(number.toPrecision(3));
  return rounded.toLocaleString("en", { maximumSignificantDigits: 21 });
}

/** A ratio, as a fraction such as `1/36` if it is below a half. */
export function shownRatio(ratio: number): string {
  return ratio > 0 && ratio < 0.5 ? `1/${shown(Number((1 / ratio).toPrecision(3)))}` : shown(ratio);
}
