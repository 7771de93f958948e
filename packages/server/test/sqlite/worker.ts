// A process under load until it is killed. Started by kill.test.ts as `node worker.ts FILE`.
import { createSqliteEngine } from "../../src/sqlite/index.ts";
import { loadMethods, putUnderLoad } from "../support/load.ts";

const file = process.argv[2] ?? "";
await putUnderLoad(await createSqliteEngine({ file, concurrency: 8, methods: loadMethods }));
