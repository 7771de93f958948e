import type { CDPSession, Page } from "playwright-core";

/** What a page holds after a garbage collection. */
export interface PageMemory {
  readonly heapMegabytes: number;
  /** DOM nodes, including those that are no longer part of the document. */
  readonly nodes: number;
  readonly listeners: number;
}

/** Collects a page's garbage and returns what is left. */
export async function readMemory(page: Page): Promise<PageMemory> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
    return { heapMegabytes: usedSize / 1e6, nodes, listeners: jsEventListeners };
  } finally {
    await session.detach();
  }
}

/** How many objects with all of these properties a page holds, after collecting its garbage. */
export async function countObjects(page: Page, ...properties: string[]): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    return await countIn(session, properties);
  } finally {
    await session.detach();
  }
}

async function countIn(session: CDPSession, properties: readonly string[]): Promise<number> {
  const { result: prototype } = await session.send("Runtime.evaluate", {
    expression: "Object.prototype",
  });
  const { objects } = await session.send("Runtime.queryObjects", {
    prototypeObjectId: String(prototype.objectId),
  });
  const { result } = await session.send("Runtime.callFunctionOn", {
    objectId: String(objects.objectId),
    functionDeclaration: `function (...properties) {
      return this.filter((object) => properties.every((each) => Object.hasOwn(object, each))).length;
    }`,
    arguments: properties.map((value) => ({ value })),
    returnByValue: true,
  });
  return Number(result.value);
}
