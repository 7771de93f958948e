import { describe, expect, inject, it } from "vitest";
import { createPostgresEngine } from "../../src/postgres/index.ts";
import { newDatabase } from "../support/engines.ts";
import { createProxy } from "../support/proxy.ts";

describe("a page of large operations", () => {
  it.each(["", "done = true", "response.text = y*"])(
    "reads no more of them than it can show, with the filter %j",
    async (filter) => {
      await using proxy = await createProxy(inject("postgresUrl") ?? "");
      const methods = { large: () => ({ text: "x".repeat(1_000_000) }) };
      await using engine = await createPostgresEngine({
        ...newDatabase(),
        connection: proxy.url,
        methods,
      });
      for (let n = 0; n < 15; n += 1) {
        await engine.waitOperation(await engine.start("large", undefined));
      }
      const before = proxy.received;
      const { nextPageToken } = await engine.listOperations({ name: "", filter });
      expect(nextPageToken).toBeDefined();
      expect(proxy.received - before).toBeLessThan(8_000_000);
    },
  );
});
