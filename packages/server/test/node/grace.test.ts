import { expect, it, vi } from "vitest";
import { serve } from "../../src/node/index.ts";
import { createGate } from "../support/gate.ts";
import { sendRaw } from "../support/raw-request.ts";

it("lets a request finish in the longest grace that a timer can take", async () => {
  using warned = vi.spyOn(process, "emitWarning");
  const asked = createGate();
  const answer = createGate<Response>();
  const handler = (): Promise<Response> => {
    asked.open();
    return answer.promise;
  };
  const server = await serve(handler, { closeGraceMs: 2_147_483_647 });
  const sent = sendRaw(server.url, "GET", "/v1/operations/x");
  await asked.promise;
  const closed = server.close();
  answer.open(new Response("it"));
  expect((await sent).text).toBe("it");
  await closed;
  expect(warned).not.toHaveBeenCalled();
});
