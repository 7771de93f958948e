/** What the recordings mean to the client, compared with what they should mean. */
export interface Report {
  /** One line per file, with differences in full, and a summary. */
  readonly text: string;
  /** Whether every known recording is there and means what it should. */
  readonly isGood: boolean;
}

/** A recording: what it means to the client and what it should mean, as far as either is known. */
interface Row {
  readonly file: string;
  readonly meaning: string | undefined;
  readonly expected: string | RegExp | undefined;
}

/** The longest meaning that is shown in a line; differences are shown in full. */
const SHOWN = 110;

/**
 * Compares meanings with expected ones, both by file name.
 *
 * An unexpected file is only described. An expected one that is missing is a failure if the folder has any other
 * expected one, so that a lost recording doesn't pass.
 */
export function createReport(
  meanings: Readonly<Record<string, string>>,
  expected: Readonly<Record<string, string | RegExp>>,
): Report {
  const known = Object.keys(expected);
  const given = Object.keys(meanings);
  const files = given.some((file) => known.includes(file)) ? [...given, ...known] : given;
  const rows = [...new Set(files)]
    .sort()
    .map((file) => ({ file, meaning: meanings[file], expected: expected[file] }));
  const width = Math.max(...rows.map(({ file }) => file.length));
  const lines = rows.map(
    (row) => `${verdict(row).padEnd(9)}  ${row.file.padEnd(width)}  ${shown(row)}`,
  );
  const wrong = rows.filter((row) => ["DIFFERENT", "MISSING"].includes(verdict(row)));
  const text = [...lines, "", ...wrong.flatMap(difference), summary(rows)].join("\n");
  return { text, isGood: wrong.length === 0 };
}

function verdict({ meaning, expected }: Row): "ok" | "new" | "DIFFERENT" | "MISSING" {
  if (meaning === undefined) return "MISSING";
  if (expected === undefined) return "new";
  const fits = typeof expected === "string" ? meaning === expected : expected.test(meaning);
  return fits ? "ok" : "DIFFERENT";
}

function shown({ meaning = "" }: Row): string {
  return meaning.length > SHOWN ? `${meaning.slice(0, SHOWN - 1)}…` : meaning;
}

function difference({ file, meaning = "(no such file)", expected }: Row): string[] {
  return [file, `  - ${expected}`, `  + ${meaning}`, ""];
}

function summary(rows: readonly Row[]): string {
  const count = (wanted: string) => rows.filter((row) => verdict(row) === wanted).length;
  const counts = [
    [count("ok"), "as expected"],
    [count("DIFFERENT"), "different"],
    [count("MISSING"), "missing"],
    [count("new"), "without an expected meaning"],
  ] as const;
  const told = counts.filter(([number]) => number > 0).map((pair) => pair.join(" "));
  return `Recordings: ${told.join(", ")}`;
}
