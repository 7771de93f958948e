import { badRequest } from "../bad-request.ts";
import { checkComparison } from "./check-comparison.ts";
import type { Comparison, ComparisonOperator, Filter } from "./filter.ts";

/** Filters that people and programs write are shorter; longer ones cost more than they are worth. */
const MAX_LENGTH = 2_000;
const MAX_DEPTH = 20;

const SUPPORTED = `a filter is made of comparisons such as done = true, metadata.state = "RUNNING" or \
metadata.createTime > "2026-01-31T00:00:00Z", with AND, OR (which binds tighter), NOT and parentheses`;

/**
 * Parses a filter of AIP-160: comparisons of the fields of an operation, `AND`, `OR`, `NOT`, `-`, parentheses and
 * the has operator; terms side by side are joined by `AND`. `OR` binds tighter than `AND`. Bare literals and
 * functions are not supported.
 *
 * @throws RpcError INVALID_ARGUMENT that gives the position, from 1, and what is supported.
 *
 * @example
 * ```ts
 * import { matchesFilter, parseFilter } from "@rx-lro/server";
 * const filter = parseFilter('done = true AND metadata.endTime > "2026-01-31T00:00:00Z"');
 * const isWanted = matchesFilter(filter, { name: "operations/x", done: false });
 * ```
 */
export function parseFilter(text: string): Filter {
  if (text.length > MAX_LENGTH) {
    throw badRequest("filter", `it is longer than ${MAX_LENGTH} characters`);
  }
  return new FilterParser(text).parse();
}

// The grammar of google.aip.dev/assets/misc/ebnf-filtering.txt, as far as it is supported.
class FilterParser {
  readonly #text: string;
  #position = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Filter {
    const filter = this.#readExpression();
    if (this.#take(/$/y) === undefined) this.#fail("AND, OR or the end");
    return filter;
  }

  /** `factor {[AND] factor}` */
  #readExpression(): Filter {
    const filters = [this.#readFactor()];
    while (this.#take(/AND(?![\w.])/y) !== undefined || this.#peek(/[^)]/y)) {
      filters.push(this.#readFactor());
    }
    return join("and", filters);
  }

  /** `term {OR term}` */
  #readFactor(): Filter {
    const filters = [this.#readTerm()];
    while (this.#take(/OR(?![\w.])/y) !== undefined) filters.push(this.#readTerm());
    return join("or", filters);
  }

  /** `[NOT | -] (comparison | "(" expression ")")` */
  #readTerm(): Filter {
    const isNegated = this.#take(/NOT(?![\w.])|-/y) !== undefined;
    const filter = this.#take(/\(/y) === undefined ? this.#readComparison() : this.#readGroup();
    return isNegated ? { type: "not", filter } : filter;
  }

  #readGroup(): Filter {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.#fail(`at most ${MAX_DEPTH} nested parentheses`);
    const filter = this.#readExpression();
    if (this.#take(/\)/y) === undefined) this.#fail('AND, OR or ")"');
    this.#depth -= 1;
    return filter;
  }

  #readComparison(): Comparison {
    if (this.#peek(/(?:AND|OR|NOT)(?![\w.])/y)) this.#fail("a field");
    const field = this.#take(/[\w@$]+(?:\.[\w@$-]+)*/y) ?? this.#fail("a field");
    const operator = this.#take(/[<>!]=|[=<>:]/y) ?? this.#fail(`a comparison of ${field}`);
    const begin = this.#position;
    const literal = this.#readLiteral() ?? this.#fail(`a value for ${field}`);
    const comparison: Comparison = {
      type: "comparison",
      path: field.split("."),
      operator: operator as ComparisonOperator,
      literal,
    };
    const problem = checkComparison(comparison);
    if (problem !== undefined) {
      this.#position = begin;
      this.#fail(problem);
    }
    return comparison;
  }

  #readLiteral(): string | undefined {
    const quoted = this.#take(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy);
    if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(.)/gs, "$1");
    return this.#take(/[^\s()"',<>=!]+/y);
  }

  /** Takes what matches here, after any white space. */
  #take(pattern: RegExp): string | undefined {
    this.#skipSpace();
    pattern.lastIndex = this.#position;
    const [taken] = pattern.exec(this.#text) ?? [];
    this.#position += taken?.length ?? 0;
    return taken;
  }

  #peek(pattern: RegExp): boolean {
    this.#skipSpace();
    pattern.lastIndex = this.#position;
    return pattern.test(this.#text);
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text.charAt(this.#position))) this.#position += 1;
  }

  #fail(wanted: string): never {
    this.#skipSpace();
    const rest = this.#text.slice(this.#position, this.#position + 20);
    const found = rest === "" ? "the end" : JSON.stringify(rest);
    const problem = `at ${this.#position + 1}: expected ${wanted}, got ${found}; ${SUPPORTED}`;
    throw badRequest("filter", problem);
  }
}

function join(type: "and" | "or", filters: readonly Filter[]): Filter {
  const [only] = filters;
  return only !== undefined && filters.length === 1 ? only : { type, filters };
}
