// All that core may use of its host besides ECMAScript. Seen only by tsconfig.build.json, so that
// a stray `fetch`, `setTimeout`, `process` or `Buffer` in src/ fails the build.
type AbortListener = (() => void) | { handleEvent(): void };
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: any;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: AbortListener, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: AbortListener): void;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
