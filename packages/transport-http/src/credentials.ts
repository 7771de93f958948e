import { parseJsonObject } from "@rx-lro/core/http";

/** Whether the header of this name, in lower case, must not be shown. */
export function isCredential(name: string): boolean {
  return /authorization|cookie|api-key/.test(name);
}

/** Text that may be shown: what it repeats of a request's credentials is taken out. */
export function redact(text: string, headers: Readonly<Record<string, string>>): string {
  // JSON has several ways to write a character; written anew it has one.
  let shown = JSON.stringify(parseJsonObject(text)) ?? text;
  for (const [name, value] of Object.entries(headers)) {
    const secret = isCredential(name) && value.split(" ").pop();
    if (secret) shown = shown.replaceAll(secret, "[redacted]");
  }
  return shown;
}
