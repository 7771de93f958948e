import { describe, expect, it } from "vitest";
import { markdownTable, shown, shownRatio } from "../../src/report/table.ts";

describe("markdownTable()", () => {
  it("aligns the first column to the left and the others to the right", () => {
    expect(
      markdownTable(
        ["client", "ms"],
        [
          ["a", "1,000"],
          ["longest", "2"],
        ],
      ),
    ).toBe(
      // biome-ignore format: as seen
      [
        "| client  |    ms |",
        "| ------- | ----: |",
        "| a       | 1,000 |",
        "| longest |     2 |",
      ].join("\n"),
    );
  });
});

describe("shown()", () => {
  it.each([
    [0.0123456, "0.0123"],
    [6.1149, "6.11"],
    [1234.5, "1,235"],
    [25_970.4, "25,970"],
    [0, "0"],
    [Number.NaN, "–"],
    [undefined, "–"],
  ])("shows %d as %s", (number, expected) => {
    expect(shown(number)).toBe(expected);
  });
});

describe("shownRatio()", () => {
  it.each([
    [1.3, "1.3"],
    [0.9, "0.9"],
    [1 / 36, "1/36"],
    [0, "0"],
  ])("shows %d as %s", (ratio, expected) => {
    expect(shownRatio(ratio)).toBe(expected);
  });
});
