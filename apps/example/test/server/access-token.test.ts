import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createTokenSource } from "../../src/server/access-token.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";

/** A command that prints a file. */
async function createCommand() {
  const folder = await createTemporaryFolder();
  const file = join(folder.path, "token");
  return {
    tokenCommand: `cat '${file}'`,
    print: (token: string) => writeFile(file, token),
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
}

describe("createTokenSource()", () => {
  it("gives the token of the environment", async () => {
    expect(await createTokenSource({ token: "t" })({ refresh: false })).toBe("t");
  });

  it("runs the command once, and again when a new token is needed", async () => {
    await using command = await createCommand();
    const source = createTokenSource(command);
    await command.print("first\n");
    expect(await source({ refresh: false })).toBe("first");
    await command.print("second\n");
    expect(await source({ refresh: false })).toBe("first");
    expect(await source({ refresh: true })).toBe("second");
    expect(await source({ refresh: false })).toBe("second");
  });

  it.each(["", "\n"])("runs a command again that has printed %j", async (nothing) => {
    await using command = await createCommand();
    const source = createTokenSource(command);
    await command.print(nothing);
    await expect(source({ refresh: false })).rejects.toThrow("the token command printed nothing");
    await command.print("token\n");
    expect(await source({ refresh: false })).toBe("token");
  });

  it("says in one line why a command has failed", async () => {
    const tokenCommand = "echo one >&2; echo two >&2; exit 1";
    await expect(createTokenSource({ tokenCommand })({ refresh: false })).rejects.toThrow(
      new Error(`Command failed: ${tokenCommand}: one: two`),
    );
  });

  it("runs a command again that has failed", async () => {
    await using command = await createCommand();
    const source = createTokenSource(command);
    await expect(source({ refresh: false })).rejects.toThrow("No such file");
    await command.print("token\n");
    expect(await source({ refresh: false })).toBe("token");
  });
});
