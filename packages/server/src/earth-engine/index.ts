// Operations as Google Earth Engine serves them.
export { type Algorithm, type AlgorithmArgument, referenceAlgorithms } from "./algorithm.ts";
export { type BatchHandlerOptions, createBatchHandler } from "./batch-handler.ts";
export {
  createEarthEngineHandler,
  type EarthEngineCall,
  type EarthEngineHandlerOptions,
} from "./earth-engine-handler.ts";
export { earthEngineMetadata } from "./earth-engine-metadata.ts";
export type { EarthEngineStart, EarthEngineStartKind } from "./start.ts";
