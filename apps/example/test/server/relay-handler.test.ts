import { once } from "node:events";
import { expect, it } from "vitest";
import { createTokenSource } from "../../src/server/access-token.ts";
import { createRelayHandler } from "../../src/server/relay-handler.ts";

it("tells the terminal why there is no token, once, and the browser only that there is none", async () => {
  const settings = {
    target: "https://lro.example",
    project: "p",
    tokenCommand: "echo secret-account >&2; exit 1",
  };
  const relay = createRelayHandler(settings, createTokenSource(settings));
  const ask = () => relay(new Request("http://localhost/v1/projects/p/operations"));
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on("warning", note);
  const warned = once(process, "warning");
  const answers = [await ask(), await ask()];
  await warned;
  process.off("warning", note);
  for (const answer of answers) {
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain("secret-account");
  }
  expect(warnings.map(({ message }) => message)).toEqual([
    expect.stringContaining("secret-account"),
  ]);
});
