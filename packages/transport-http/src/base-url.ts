/**
 * Checks a base URL, and drops any `/` at its end.
 *
 * @throws TypeError when it isn't one. The message doesn't show it: it may hold a password.
 */
export function parseBaseUrl(baseUrl: string): string {
  if (!/^https?:\/\/[^@?#]+$/i.test(baseUrl)) {
    throw new TypeError('baseUrl must be like "https://example.com/path"');
  }
  return new URL(baseUrl).href.replace(/\/+$/, "");
}
