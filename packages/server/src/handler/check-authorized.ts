/**
 * Waits for what `authorize` says of a caller: it refuses by throwing.
 *
 * @throws TypeError when it says false, which its type doesn't allow: that must let nobody in.
 */
export async function checkAuthorized(verdict: unknown): Promise<void> {
  if ((await verdict) === false) {
    throw new TypeError("authorize refuses by throwing an RpcError; it returned false");
  }
}
