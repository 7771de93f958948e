/** What was thrown, in words. Never throws itself, as `String` does for some objects. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  try {
    return String(thrown);
  } catch {
    return "something that can't be shown";
  }
}
