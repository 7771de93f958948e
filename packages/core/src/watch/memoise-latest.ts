/** A function that remembers its latest result: the same input gives it again, unless another came between. */
export function memoiseLatest<In extends object, Out>(
  make: (input: In) => Out,
): (input: In) => Out {
  let latest: { readonly input: In; readonly output: Out } | undefined;
  return (input) => {
    if (latest?.input !== input) latest = { input, output: make(input) };
    return latest.output;
  };
}
