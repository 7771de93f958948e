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
    ["", "at 1: a field is wanted, not the end"],
    ["done", "at 5: a comparison of done is wanted, not the end"],
    ["running", "at 8: a comparison of running is wanted"],
    ["done = ", "at 8: a value for done is wanted, not the end"],
    ["done = maybe", 'at 8: done = true or done = false is wanted, not "maybe"'],
    ["done > true", "done = true or done = false is wanted"],
    ["done = untrue", "done = true or done = false is wanted"],
    ["done = trueish", "done = true or done = false is wanted"],
    ["done:maybe", "done = true or done = false is wanted"],
    ["error = *", "a field in error is wanted"],
    [
      "state = RUNNING",
      "a field of an operation (name, done, metadata, error, response) is wanted",
    ],
    ["name.x = a", "name alone is wanted"],
    ["metadata = a", "a field in metadata is wanted"],
    ["metadata.state < RUNNING", "metadata.state with = or != is wanted"],
    ["metadata.createTime > yesterday", 'at 23: a time such as "2026-01-31T00:00:00Z" is wanted'],
    ["metadata.endTime = 2026-13-01T00:00:00Z", "a time such as"],
    ["name = a AND", "at 13: a field is wanted, not the end"],
    ["name = a AND OR name = b", 'at 14: a field is wanted, not "OR name = b"'],
    ["OR name = a", "at 1: a field is wanted"],
    ["(name = a", 'at 10: AND, OR or ")" is wanted, not the end'],
    ["name = a)", 'at 9: AND, OR or the end is wanted, not ")"'],
    ["name = (a)", "a value for name is wanted"],
    ["regex(name, x)", "a comparison of regex is wanted"],
    ['name = "a', "a value for name is wanted"],
    ["name == a", "a value for name is wanted"],
    ["metadata..x = a", "a comparison of metadata is wanted"],
    ["name = a, name = b", "a field is wanted"],
    ["NOT NOT name = a", "a field is wanted"],
    [`${"(".repeat(21)}name=a${")".repeat(21)}`, "at most 20 parentheses in each other is wanted"],
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
