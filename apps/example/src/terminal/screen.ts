import type { Writable } from "node:stream";
import { createLogUpdate } from "log-update";

/** Shows the job: lasting lines, and below them lines that are replaced. */
export interface Screen {
  /** Writes a lasting line. */
  print(line: string): void;
  /** Shows these lines below all others, in place of the previous ones. */
  show(lines: readonly string[]): void;
  /** Removes the replaced lines, and leaves the cursor alone. */
  end(): void;
}

/** A terminal gets live lines; a file or a pipe only the lasting ones. */
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
