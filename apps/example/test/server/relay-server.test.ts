import { expect, it } from "vitest";
import { startRelayServer } from "../../src/server/relay-server.ts";
import { SettingError } from "../../src/setting-error.ts";

it("a relay whose token command prints nothing doesn't start, and says so", async () => {
  const settings = { target: "https://lro.example", project: "p", tokenCommand: "echo" };
  await expect(startRelayServer(settings, async () => new Response())).rejects.toThrow(
    new SettingError("RX_LRO_TOKEN_COMMAND: the token command printed nothing"),
  );
});
