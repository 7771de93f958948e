export { createSqliteEngine, type SqliteEngineOptions } from "./sqlite-engine.ts";
