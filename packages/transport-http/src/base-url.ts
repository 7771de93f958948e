/**
 * Where requests go: a base URL, checked, without a `/` at its end.
 *
 * @throws TypeError when it can't be one. It isn't shown: it may have a password.
 */
export function parseBaseUrl(baseUrl: string): string {
  if (!/^https?:\/\/[^@?#]+$/i.test(baseUrl)) {
    throw new TypeError('baseUrl is not like "https://example.com/path"');
  }
  return new URL(baseUrl).href.replace(/\/+$/, "");
}

/** Base URLs on the way to which others can read what is sent. */
export const EXPOSED = /^http:\/\/(?!(([^/]+\.)?localhost|127[.\d]+|\[::1])(?![\w.-]))/;
