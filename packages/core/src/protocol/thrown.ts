/** What was thrown, in words: never none, where it has any. Never throws itself, as `String` does for some objects. */
export function messageOf(thrown: unknown): string {
  try {
    const { errors, message } = Object(thrown);
    // Node's error for a host with several addresses has its words in its parts.
    return String(message || errors?.[0]?.message || thrown);
  } catch {
    return "something that can't be shown";
  }
}
