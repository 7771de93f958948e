/**
 * The queue of a method's jobs: each method has its own, so that a process claims only jobs that it has methods for.
 *
 * pg-boss takes letters, digits and `_-./`; other characters of a method's name are written in hexadecimal.
 */
export function queueOf(method: string): string {
  const name = method.replaceAll(/[^\w-]/gu, (character) => {
    return `.${character.codePointAt(0)?.toString(16)}.`;
  });
  return `method/${name}`;
}
