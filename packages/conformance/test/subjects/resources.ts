/** What is disposed of together, the latest first. */
export class Resources {
  readonly #teardowns: (() => PromiseLike<void>)[] = [];

  use<T extends AsyncDisposable>(resource: T): T {
    this.defer(() => resource[Symbol.asyncDispose]());
    return resource;
  }

  defer(teardown: () => PromiseLike<void>): void {
    this.#teardowns.unshift(teardown);
  }

  async dispose(): Promise<void> {
    for (const teardown of this.#teardowns) await teardown();
  }
}
