import type { Engine } from "./engine.ts";
import type { EngineOptions } from "./engine-options.ts";
import { LocalBackend } from "./local-backend.ts";
import { createMemoryStore } from "./memory-store.ts";
import type { Methods, MethodsWith } from "./method.ts";
import { OperationsEngine } from "./operations-engine.ts";

/** How a memory engine runs methods. */
export type MemoryEngineOptions<M = Methods> = EngineOptions<M>;

/**
 * An engine that keeps its operations in memory: for tests, and where losing them with the process is fine.
 *
 * An operation is kept until it is deleted. Cancelling one again, or one that is done, is accepted and changes
 * nothing. Only the methods themselves and waits in flight keep the process alive.
 *
 * @throws TypeError for a method that can't be run, RangeError for a number out of range.
 *
 * @example
 * ```ts
 * import { createMemoryEngine } from "@rx-lro/server";
 * const engine = createMemoryEngine({
 *   methods: { double: async (input: { n: number }) => ({ n: input.n * 2 }) },
 * });
 * const { name } = await engine.start("double", { n: 21 }, { parent: "projects/p" });
 * const { response } = await engine.waitOperation({ name });
 * ```
 */
export function createMemoryEngine<const M, Schemas>(
  options: MemoryEngineOptions<M & MethodsWith<Schemas>>,
): Engine<M> {
  const { service = `memory:${crypto.randomUUID()}` } = options;
  const backend = new LocalBackend(createMemoryStore(), options);
  return new OperationsEngine<M>(backend, { ...options, service });
}
