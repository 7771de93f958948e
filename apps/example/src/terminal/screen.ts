import type { Writable } from "node:stream";
import { createLogUpdate } from "log-update";

/** Where the job is told: lines that stay, and below them lines that are replaced. */
export interface Screen {
  /** Writes a line that stays. */
  print(line: string): void;
  /** Shows these lines below all others, instead of the ones before. */
  show(lines: readonly string[]): void;
  /** Takes the replaced lines away and leaves the cursor alone. */
  end(): void;
}

/** A terminal gets live lines; a file or a pipe the lasting ones only. */
export function createScreen(stream: Writable & { readonly isTTY?: boolean }): Screen {
  if (stream.isTTY !== true) {
    return { print: (line) => void stream.write(`${line}\n`), show() {}, end() {} };
  }
  const live = createLogUpdate(stream as NodeJS.WriteStream, { showCursor: true });
  return {
    print: (line) => live.persist(line),
    show: (lines) => live(lines.join("\n")),
    end: () => live.clear(),
  };
}
