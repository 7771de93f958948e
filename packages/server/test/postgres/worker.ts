// A process under load until it is killed. Started by kill.test.ts as `node worker.ts URL SCHEMA`.
import { createPostgresEngine } from "../../src/postgres/index.ts";
import { loadMethods, putUnderLoad } from "../support/load.ts";

const [connection = "", schema = ""] = process.argv.slice(2);
await putUnderLoad(
  await createPostgresEngine({
    connection,
    schema,
    concurrency: 8,
    leaseMs: 2000,
    methods: loadMethods,
  }),
);
