/** The error of a scenario whose subject does something other than it must. */
export class ConformanceError extends Error {
  override readonly name = "ConformanceError";
  /** For the runner, which may show how they differ. */
  readonly actual: unknown;
  readonly expected: unknown;

  constructor(message: string, facts: { actual?: unknown; expected?: unknown; cause?: unknown }) {
    super(message, "cause" in facts ? { cause: facts.cause } : undefined);
    this.actual = facts.actual;
    this.expected = facts.expected;
  }
}
