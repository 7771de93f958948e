/**
 * The queue of a method's jobs: each has its own, so that a process claims only what it has methods for.
 *
 * pg-boss takes letters, digits and `_-./`; what else a method's name has is written as hexadecimal.
 */
export function queueOf(method: string): string {
  const name = method.replaceAll(/[^\w-]/gu, (character) => {
    return `.${character.codePointAt(0)?.toString(16)}.`;
  });
  return `method/${name}`;
}
