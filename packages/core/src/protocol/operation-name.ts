/**
 * What is wrong with an operation's name, or undefined when it can be sent.
 *
 * A name is a relative resource name such as `projects/p/operations/x` (AIP-122). Anything that could
 * change the URL it ends up in is refused; `+`, `/`, `=`, `:` and other characters are fine, they get encoded.
 */
export function operationNameProblem(name: unknown): string | undefined {
  if (typeof name !== "string") return `an operation name is a string, not ${typeof name}`;
  if (name === "") return "an operation name can't be empty";
  const shown = JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(name)) {
    return `${shown} is a URL; an operation name is the part after the version, such as "projects/p/operations/x"`;
  }
  if (name.startsWith("/")) return `the operation name ${shown} begins with "/"; leave it out`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(name)) {
    return `the operation name ${shown} has a control character`;
  }
  if (/\p{Surrogate}/u.test(name)) return `the operation name ${shown} is not well-formed Unicode`;
  if (/[?#]/.test(name))
    return `the operation name ${shown} has a query or a fragment; pass the name alone`;
  if (name.split("/").some((segment) => segment === "." || segment === "..")) {
    return `the operation name ${shown} has a "." or ".." segment`;
  }
  return undefined;
}
