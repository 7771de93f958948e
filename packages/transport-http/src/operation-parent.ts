/**
 * The parent of an operation by the usual shape of names: what precedes the last `/operations/`.
 *
 * `projects/p/operations/x` belongs to `projects/p`, and `operations/x` to the empty name. Undefined for other
 * shapes.
 */
export function operationParent(name: string): string | undefined {
  const match = /^(?:(.*)\/)?operations\/[^/]/.exec(name);
  return match ? (match[1] ?? "") : undefined;
}
