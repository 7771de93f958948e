import { describe, expect, it } from "vitest";
import { isOperationError, OperationError } from "../../src/index.ts";
import { running } from "../../src/testing/index.ts";
import { NAME, setUp } from "../watcher/probe.ts";

describe("OperationError", () => {
  it("tells no more than it is given", () => {
    const error = new OperationError("", "broke");
    expect(error.message).toBe("operation: broke");
    expect([error.state, error.outcome]).toEqual([undefined, undefined]);
    expect(error).not.toHaveProperty("cause");
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "OperationError",
      message: "operation: broke",
      operation: "",
    });
  });

  it.each([
    ["it was left to run", undefined],
    ["its cancellation was not settled", "cancel"],
  ] as const)("says at the deadline that %s", async (what, onDeadline) => {
    const { clock, watcher } = setUp({ get: [running(NAME)], cancel: [undefined] });
    const options = { deadlineMs: 2000, graceMs: 1000, ...(onDeadline && { onDeadline }) };
    const thrown = watcher
      .watch(NAME, options)
      .outcome()
      .catch((error) => error);
    await clock.advance(3000);
    expect((await thrown).message).toBe(`${NAME}: had not ended by the deadline; ${what}`);
    expect(await thrown).not.toHaveProperty("cause");
  });

  it("says at the deadline that an operation whose name never came was never seen", async () => {
    const { clock, watcher } = setUp({});
    const watch = watcher.watch(new Promise<string>(() => {}), { deadlineMs: 500 });
    const thrown = watch.outcome().catch((error) => error);
    await clock.advance(500);
    const message = "operation: had not ended by the deadline; it was never seen";
    expect(await thrown).toMatchObject({ operation: "", state: undefined, message });
  });
});

describe("isOperationError()", () => {
  const named = (error: Error, fields: object = {}) =>
    Object.assign(error, { name: "OperationError", ...fields });

  it.each([
    ["an OperationError", new OperationError(NAME, "broke")],
    ["one of another copy of this library", named(new Error("broke"), { operation: NAME })],
  ])("takes %s", (_what, value) => {
    expect(isOperationError(value)).toBe(true);
  });

  it.each([
    ["another error", new TypeError("broke")],
    ["another error about an operation", Object.assign(new Error("no"), { operation: NAME })],
    ["another library's error of that name", named(new Error("broke"))],
    ["what looks like one and is no error", { name: "OperationError", operation: NAME }],
    ["nothing", undefined],
  ])("leaves %s", (_what, value) => {
    expect(isOperationError(value)).toBe(false);
  });
});
