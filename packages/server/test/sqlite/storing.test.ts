import { Code } from "@rx-lro/core";
import { expect, it } from "vitest";
import { createSqliteEngine } from "../../src/sqlite/index.ts";
import { temporaryFile } from "../support/engines.ts";
import { createScripted } from "../support/methods.ts";

it("tells a method nothing of a cancellation that is stored when the method has ended", async () => {
  const method = createScripted();
  const methods = { work: method.run };
  await using engine = await createSqliteEngine({ file: temporaryFile(), methods });
  const { name } = await engine.start("work", undefined);
  const { signal } = await method.began;
  const cancelled = engine.cancelOperation({ name });
  method.succeed({});
  await cancelled;
  expect(await engine.waitOperation({ name })).toMatchObject({ response: {} });
  expect(signal.aborted).toBe(false);
});

it("deletes an operation of which something else is still to be stored", async () => {
  const method = createScripted();
  const methods = { work: method.run };
  await using engine = await createSqliteEngine({ file: temporaryFile(), methods });
  const { name } = await engine.start("work", undefined);
  const { report } = await method.began;
  report({ progress: 0.5 });
  await engine.deleteOperation({ name });
  await expect(engine.getOperation({ name })).rejects.toMatchObject({ code: Code.NOT_FOUND });
  method.succeed({});
});
