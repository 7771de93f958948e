export { type NodeListener, toNodeListener } from "./node-listener.ts";
export { type NodeServer, type ServeOptions, serve } from "./serve.ts";
