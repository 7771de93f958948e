import { expect, it, vi } from "vitest";
import { createPostgresEngine } from "../../src/postgres/index.ts";
import { OperationTable } from "../../src/postgres/operation-table.ts";
import { newDatabase } from "../support/engines.ts";
import { createScripted } from "../support/methods.ts";

it("writes together what is reported between looks, so that many looks don't wait for each other", async () => {
  const method = createScripted();
  await using engine = await createPostgresEngine({
    ...newDatabase(),
    methods: { work: method.run },
  });
  const { name } = await engine.start("work", undefined);
  const { report } = await method.began;
  using written = vi.spyOn(OperationTable.prototype, "report");
  const looks = Array.from({ length: 100 }, (_, nth) => {
    report({ nth });
    return engine.getOperation({ name });
  });
  for (const { metadata } of await Promise.all(looks)) expect(metadata).toMatchObject({ nth: 99 });
  expect(written).toHaveBeenCalledOnce();
  method.succeed({});
});
