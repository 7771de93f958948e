import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEarthEngineHandler } from "../../src/earth-engine/index.ts";
import { createOperationsHandler } from "../../src/index.ts";
import { serve } from "../../src/node/index.ts";
import { createSqliteEngine } from "../../src/sqlite/index.ts";
import { temporaryFile } from "../support/engines.ts";
import { hostileRequest } from "./hostile-requests.ts";
import { createAgent, findProblem } from "./send-hostile.ts";

describe("a server", () => {
  it.each([
    ["operations", createOperationsHandler],
    ["Earth Engine", createEarthEngineHandler],
  ])(
    "of %s answers whatever it is sent, errors as AIP-193 says",
    async (_what, create) => {
      await using engine = await createSqliteEngine({
        file: temporaryFile(),
        methods: { nap: () => 1 },
      });
      await engine.start("nap", undefined, { parent: "projects/p" });
      const unexpected: unknown[] = [];
      const log = ({ err }: { readonly err?: unknown }) => err && unexpected.push(err);
      await using server = await serve(create(engine, { log }), { closeGraceMs: 0 });
      const agent = createAgent();
      await fc.assert(
        fc.asyncProperty(hostileRequest, async (request) => {
          expect(await findProblem(server.url, agent, request)).toBeUndefined();
        }),
        { numRuns: 1_000 },
      );
      expect(unexpected).toEqual([]);
      agent.destroy();
    },
    60_000,
  );
});
