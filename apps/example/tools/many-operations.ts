import { Code, type Operation, type Operations, RpcError } from "@rx-lro/core";

/** A parent with many operations, of which some change each second. */
export interface ManyOperations extends Operations, Disposable {
  /** How many changes there have been. */
  readonly changes: number;
  /** How often all of them were listed. */
  readonly looks: number;
}

/** How many there are, and how many change. */
export interface ManyOperationsOptions {
  readonly count: number;
  readonly changesPerSecond: number;
}

const TICKS_PER_SECOND = 10;

/** Operations that can only be listed, like those of a busy service: progress grows, and starts over at its end. */
export function createManyOperations(options: ManyOperationsOptions): ManyOperations {
  const { count, changesPerSecond } = options;
  const progress = Array.from({ length: count }, (_, at) => (at % 90) / 100);
  const createdAt = Date.now() - 3_600_000;
  let changes = 0;
  let looks = 0;

  const change = () => {
    for (let each = 0; each < changesPerSecond / TICKS_PER_SECOND; each += 1) {
      const at = changes % count;
      progress[at] = ((progress[at] ?? 0) + 0.01) % 1;
      changes += 1;
    }
  };
  const timer = setInterval(change, 1000 / TICKS_PER_SECOND);

  const describe = (share: number, at: number): Operation => ({
    name: `projects/example/operations/${String(at).padStart(6, "0")}`,
    metadata: {
      "@type": "type.googleapis.com/google.earthengine.v1.OperationMetadata",
      state: "RUNNING",
      description: `Tile ${at}`,
      type: "EXPORT_IMAGE",
      progress: share,
      createTime: new Date(createdAt + at).toISOString(),
      startTime: new Date(createdAt + at).toISOString(),
      updateTime: new Date(createdAt + share * 3_600_000).toISOString(),
    },
  });
  const unimplemented = async () => {
    throw new RpcError(Code.UNIMPLEMENTED, "these operations can only be listed");
  };
  return {
    get changes() {
      return changes;
    },
    get looks() {
      return looks;
    },
    getOperation: unimplemented,
    cancelOperation: unimplemented,
    deleteOperation: unimplemented,
    waitOperation: unimplemented,
    async listOperations({ pageSize = count, pageToken = "0" }) {
      const start = Number(pageToken);
      if (start === 0) looks += 1;
      const end = Math.min(start + pageSize, count);
      const operations = progress.slice(start, end).map((share, at) => describe(share, start + at));
      return { operations, ...(end < count && { nextPageToken: String(end) }) };
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
