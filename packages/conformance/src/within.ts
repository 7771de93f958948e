import { ConformanceError } from "./conformance-error.ts";

/**
 * What a promise comes to, if it does so in time; leaves no timer.
 *
 * @throws ConformanceError that begins with `what` when it has not settled after `ms`.
 */
export async function within<T>(what: string, promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const message = `${what}: nothing has happened for ${ms} ms`;
    timer = setTimeout(() => reject(new ConformanceError(message, {})), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
