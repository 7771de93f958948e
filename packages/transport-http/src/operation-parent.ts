/**
 * The parent of an operation by the usual shape of names: what precedes the last `/operations/`.
 *
 * `projects/p/operations/x` belongs to `projects/p`, and `operations/x` to the empty name. Undefined for other
 * shapes.
 */
export function operationParent(name: string): string | undefined {
  return /^(.*(?=\/)|)\/?operations\/[^/]/.exec(name)?.[1];
}
