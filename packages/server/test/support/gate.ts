/** A promise that a test settles. */
export interface Gate<T = void> {
  readonly promise: Promise<T>;
  open(value: T): void;
  fail(error: unknown): void;
}

export function createGate<T = void>(): Gate<T> {
  let open: Gate<T>["open"] = () => undefined;
  let fail: Gate<T>["fail"] = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { promise, open, fail };
}
