import { Code } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import { type Filter, parseFilter } from "../../src/index.ts";

/** A filter with all its parentheses. */
function write(filter: Filter): string {
  switch (filter.type) {
    case "not":
      return `NOT ${write(filter.filter)}`;
    case "comparison":
      return `${filter.path.join(".")}${filter.operator}${filter.literal}`;
    default:
      return `(${filter.filters.map(write).join(` ${filter.type.toUpperCase()} `)})`;
  }
}

describe("parseFilter()", () => {
  it.each([
    ["done = true", "done=true"],
    ["done=false", "done=false"],
    ["  done:true ", "done:true"],
    ['metadata.state = "RUNNING"', "metadata.state=RUNNING"],
    ["metadata.state != 'a \\'b\\' \"c\"'", "metadata.state!=a 'b' \"c\""],
    ["metadata.state=RUNNING", "metadata.state=RUNNING"],
    ["metadata.createTime >= 2026-01-31T00:00:00Z", "metadata.createTime>=2026-01-31T00:00:00Z"],
    [
      "metadata.createTime<2028-02-29T23:59:59-08:00",
      "metadata.createTime<2028-02-29T23:59:59-08:00",
    ],
    ["metadata.@type = x", "metadata.@type=x"],
    ["metadata.AND.OR = x", "metadata.AND.OR=x"],
    ["metadata.n > -1.5e3", "metadata.n>-1.5e3"],
    ["error:*", "error:*"],
    ["error:details", "error:details"],
    ["response.files:x", "response.files:x"],
  ])("reads %s", (text, expected) => {
    expect(write(parseFilter(text))).toBe(expected);
  });

  it.each([
    ["OR binds tighter than AND", "name=a AND name=b OR name=c", "(name=a AND (name=b OR name=c))"],
    ["so on the left too", "name=a OR name=b AND name=c", "((name=a OR name=b) AND name=c)"],
    ["side by side means AND", "name=a name=b OR name=c", "(name=a AND (name=b OR name=c))"],
    ["parentheses bind first", "(name=a AND name=b) OR name=c", "((name=a AND name=b) OR name=c)"],
    ["NOT binds tightest", "NOT name=a OR name=b", "(NOT name=a OR name=b)"],
    ["- is NOT", "-name=a -(name=b)", "(NOT name=a AND NOT name=b)"],
    ["NOT may touch parentheses", "NOT(name=a)OR(name=b)", "(NOT name=a OR name=b)"],
    ["parentheses of one vanish", "((name=a))", "name=a"],
  ])("%s", (_title, text, expected) => {
    expect(write(parseFilter(text))).toBe(expected);
  });

  it.each([
    ["", "at 1: expected a field, got the end"],
    ["done", "at 5: expected a comparison of done, got the end"],
    ["running", "at 8: expected a comparison of running"],
    ["done = ", "at 8: expected a value for done, got the end"],
    ["done = maybe", 'at 8: expected done = true or done = false, got "maybe"'],
    ["done > true", "expected done = true or done = false"],
    ["done = untrue", "expected done = true or done = false"],
    ["done = trueish", "expected done = true or done = false"],
    ["done:maybe", "expected done = true or done = false"],
    ["error = *", "expected a field in error"],
    ["state = RUNNING", "expected a field of an operation (name, done, metadata, error, response)"],
    ["name.x = a", "expected name alone"],
    ["metadata = a", "expected a field in metadata"],
    ["metadata.state < RUNNING", "expected metadata.state with = or !="],
    ["metadata.createTime > yesterday", 'at 23: expected a time such as "2026-01-31T00:00:00Z"'],
    ["metadata.endTime = 2026-13-01T00:00:00Z", "a time such as"],
    ["metadata.endTime = 2026-02-30T00:00:00Z", "a time such as"],
    ["metadata.endTime = 2026-04-31T23:00:00+02:00", "a time such as"],
    ["metadata.endTime = 2026-01-31T24:00:00Z", "a time such as"],
    ["name = a AND", "at 13: expected a field, got the end"],
    ["name = a AND OR name = b", 'at 14: expected a field, got "OR name = b"'],
    ["OR name = a", "at 1: expected a field"],
    ["(name = a", 'at 10: expected AND, OR or ")", got the end'],
    ["name = a)", 'at 9: expected AND, OR or the end, got ")"'],
    ["name = (a)", "expected a value for name"],
    ["regex(name, x)", "expected a comparison of regex"],
    ['name = "a', "expected a value for name"],
    ["name == a", "expected a value for name"],
    ["metadata..x = a", "expected a comparison of metadata"],
    ["name = a, name = b", "expected a field"],
    ["NOT NOT name = a", "expected a field"],
    [`${"(".repeat(21)}name=a${")".repeat(21)}`, "expected at most 20 nested parentheses"],
    ["x".repeat(2_001), "it is longer than 2000 characters"],
  ])("refuses %j", (text, problem) => {
    let thrown: unknown;
    try {
      parseFilter(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      code: Code.INVALID_ARGUMENT,
      rawMessage: expect.stringContaining(problem),
      details: [{ fieldViolations: [{ field: "filter" }] }],
    });
  });
});
