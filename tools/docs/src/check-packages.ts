// Packs the packages as npm would get them, installs the tarballs in an empty folder outside of the workspace, and
// there runs the README's first example and type-checks it with several versions of TypeScript.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "rx-lro-packages-"));
const run = (command: string, args: readonly string[], cwd = folder) =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

try {
  for (const name of ["core", "transport-http", "server"]) {
    run("pnpm", ["pack", "--pack-destination", folder], join(root, "packages", name));
  }
  const tarballs = readdirSync(folder).map((file) => `./${file}`);
  const typescripts = ["5.4", "6.0", "7.0"];
  const aliases = typescripts.map(
    (version) => `typescript-${version}@npm:typescript@~${version}.0`,
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run("npm", ["install", "--silent", ...tarballs, ...aliases, "@types/node@22"]);

  const [, example = ""] =
    /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
  writeFileSync(join(folder, "example.ts"), example);
  const settings = [
    "--noEmit",
    "--strict",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--skipLibCheck",
  ];
  for (const version of typescripts) {
    const compiler = join("node_modules", `typescript-${version}`, "bin", "tsc");
    run(process.execPath, [compiler, ...settings, "--types", "node", "example.ts"]);
    process.stdout.write(`TypeScript ${version} takes it\n`);
  }
  process.stdout.write(run(process.execPath, ["example.ts"]));
} finally {
  rmSync(folder, { recursive: true });
}
