/** A function that makes the same of the same input, as long as no other comes between: it isn't made again. */
export function memoiseLatest<In extends object, Out>(
  make: (input: In) => Out,
): (input: In) => Out {
  let latest: { readonly input: In; readonly output: Out } | undefined;
  return (input) => {
    if (latest?.input !== input) latest = { input, output: make(input) };
    return latest.output;
  };
}
