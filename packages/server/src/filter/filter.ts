/** A parsed filter of AIP-160. */
export type Filter =
  | { readonly type: "and" | "or"; readonly filters: readonly Filter[] }
  | { readonly type: "not"; readonly filter: Filter }
  | Comparison;

/** A field compared with a literal, such as `metadata.state = "RUNNING"`. */
export interface Comparison {
  readonly type: "comparison";
  /** The field by its JSON names, such as `["metadata", "state"]`. */
  readonly path: readonly string[];
  readonly operator: ComparisonOperator;
  /** The literal as it was written, without quotes; the field's value decides how it is read. */
  readonly literal: string;
}

/** `:` is "has": contains it, has such a key, or with `*` exists at all. */
export type ComparisonOperator = "=" | "!=" | "<" | "<=" | ">" | ">=" | ":";
