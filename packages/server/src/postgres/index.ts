export { createPostgresEngine, type PostgresEngineOptions } from "./postgres-engine.ts";
