import { INDEX_DIGITS, operationName } from "./operation-name.ts";
import type { OperationPhase } from "./operation-set.ts";

/** What a template has where the digits of an operation's index and progress go. */
const INDEX = "#".repeat(INDEX_DIGITS);
const PROGRESS = 0.5151;
const PROGRESS_DIGITS = 4;

/** The part of an operation that is asked for. */
export type Pick = (operation: object) => object;

/** The JSON of an operation with holes: writing one costs a copy and a few digits. */
export class Template {
  readonly #bytes: Buffer;
  readonly #indexHoles: readonly number[];
  readonly #progressHoles: readonly number[];

  constructor(parent: string, phase: OperationPhase, pick: Pick) {
    this.#bytes = Buffer.from(JSON.stringify(pick(sample(parent, phase))));
    this.#indexHoles = findAll(this.#bytes, INDEX);
    this.#progressHoles = findAll(this.#bytes, String(PROGRESS)).map((at) => at + "0.".length);
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Writes an operation to `target` at `at`; `progress` is from 0 to 1. */
  write(target: Buffer, at: number, index: number, progress: number): void {
    this.#bytes.copy(target, at);
    for (const hole of this.#indexHoles) writeDigits(target, at + hole, index, INDEX_DIGITS);
    const digits = Math.min(Math.round(progress * 10 ** PROGRESS_DIGITS), 9999);
    for (const hole of this.#progressHoles) {
      writeDigits(target, at + hole, digits, PROGRESS_DIGITS);
    }
  }
}

function findAll(bytes: Buffer, text: string): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) found.push(at);
  return found;
}

function writeDigits(target: Buffer, at: number, value: number, digits: number): void {
  let rest = value;
  for (let place = at + digits - 1; place >= at; place -= 1) {
    target[place] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

/** An export as Earth Engine shows it, about 1 KB. */
function sample(parent: string, phase: OperationPhase) {
  const isDone = phase !== "running" && phase !== "cancelling";
  return {
    name: operationName(parent, INDEX),
    metadata: {
      "@type": "type.googleapis.com/google.earthengine.v1.OperationMetadata",
      state: phase.toUpperCase(),
      description: `Export of tile ${INDEX}`,
      type: "EXPORT_IMAGE",
      priority: 100,
      createTime: "2026-11-22T10:00:01.749999Z",
      updateTime: "2026-11-22T10:00:53.218488Z",
      startTime: "2026-11-22T10:00:04.120938Z",
      ...(isDone && { endTime: "2026-11-22T10:00:53.218488Z" }),
      progress: isDone ? 1 : PROGRESS,
      stages: [
        {
          displayName: "Create Local Files",
          completeWorkUnits: 42.5,
          totalWorkUnits: 118,
          description: "Computation and writing of temporary files.",
        },
        {
          displayName: "Write Files to Destination",
          totalWorkUnits: 1,
          description: "Uploading of files to the export destination.",
        },
      ],
      attempt: 1,
      scriptUri: "https://code.earthengine.google.com/0123456789abcdef0123456789abcdef",
      destinationUris: ["https://console.cloud.google.com/storage/browser/bench/"],
      batchEecuUsageSeconds: 311.8125,
    },
    ...(isDone && { done: true }),
    ...endOf(phase),
  };
}

function endOf(phase: OperationPhase) {
  switch (phase) {
    case "running":
    case "cancelling":
      return {};
    case "succeeded":
      return { response: { "@type": "type.googleapis.com/google.protobuf.Empty" } };
    case "failed":
      return { error: { code: 3, message: `Tile ${INDEX} is empty.` } };
    case "cancelled":
      return { error: { code: 1, message: "Cancelled." } };
  }
}
