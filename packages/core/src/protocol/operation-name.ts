/** What nearly all names look like: nothing can be wrong with these. */
const PLAIN = /^[\w-]+(?:\/[\w-]+)*$/;

/** What must not get through: it could change the URL that the name ends up in. */
const PROBLEMS: readonly (readonly [RegExp, string])[] = [
  [/^$/, "is empty"],
  [/^[a-z][\w+.-]*:\/\//i, "is a URL; leave out what is up to the version"],
  [/^\//, 'begins with "/"; leave it out'],
  [/[\p{Cc}\p{Zl}\p{Zp}]/u, "has a control character"],
  [/\p{Surrogate}/u, "is not well-formed Unicode"],
  [/[?#]/, "has a query or a fragment; pass the name alone"],
  [/(^|\/)\.\.?(\/|$)/, 'has a "." or ".." segment'],
];

/**
 * What is wrong with an operation's name, or undefined when it can be sent.
 *
 * A name is a relative resource name such as `projects/p/operations/x` (AIP-122). `+`, `/`, `=`, `:` and other
 * characters are fine, they get encoded.
 */
export function operationNameProblem(name: unknown): string | undefined {
  if (typeof name !== "string") return `an operation name is a string, not ${typeof name}`;
  if (PLAIN.test(name)) return undefined;
  const problem = PROBLEMS.find(([pattern]) => pattern.test(name))?.[1];
  const shown = JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name);
  return problem && `the operation name ${shown} ${problem}`;
}
