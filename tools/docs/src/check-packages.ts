// Packs the packages as npm would get them, and installs the tarballs in an empty folder outside the workspace, beside
// the oldest RxJS, xstate and pg-boss that they accept. There each entry is loaded by import and by require, those of
// transports and servers also without the watcher, and the README's first example and an application for browsers are
// type-checked with several versions of TypeScript, and run.
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "rx-lro-packages-"));
const run = (command: string, args: readonly string[], cwd = folder) =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const node = (...args: readonly string[]) => run(process.execPath, args);
const tell = (line: string) => process.stdout.write(`${line}\n`);

const names = ["core", "transport-http", "server"];
const typescripts = ["5.2", "5.9", "6.0", "7.0"];
const oldest = ["rxjs@7.8.0", "xstate@5.20.0", "pg-boss@12.35.0"];

try {
  for (const name of names) {
    run("pnpm", ["pack", "--pack-destination", folder], join(root, "packages", name));
  }
  const tarballs = readdirSync(folder).map((file) => `./${file}`);
  const aliases = typescripts.map((version) => `typescript-${version}@npm:typescript@~${version}`);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run("npm", ["install", "--silent", ...tarballs, ...oldest, "pg@8", ...aliases, "@types/node@22"]);

  const entries = names.flatMap(entriesOf);
  node("-e", `${JSON.stringify(entries)}.forEach((entry) => require(entry))`);
  node("--input-type=module", "-e", entries.map((entry) => `import "${entry}";`).join(""));
  tell(`import and require load ${entries.join(", ")}`);

  const light = entries.filter((entry) => !/core(\/testing)?$/.test(entry));
  const load = `${JSON.stringify(light)}.forEach((entry) => require(entry))`;
  if (/\b(rxjs|xstate)\b/.test(node("-p", `${load}; Object.keys(require.cache).join()`))) {
    throw new Error("transports and servers load RxJS or xstate");
  }

  const [, example = ""] =
    /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
  writeFileSync(join(folder, "example.ts"), example);
  copyFileSync(join(import.meta.dirname, "consumer.ts"), join(folder, "consumer.ts"));
  project("node", "example.ts", { lib: ["es2023"], types: ["node"] });
  project("browser", "consumer.ts", { lib: ["es2022", "dom", "dom.iterable"], types: [] });
  for (const version of typescripts) {
    for (const kind of ["node", "browser"]) {
      node(join("node_modules", `typescript-${version}`, "bin", "tsc"), "-p", `${kind}.json`);
    }
    tell(`TypeScript ${version} takes them`);
  }
  node("consumer.ts");
  tell(node("example.ts").trimEnd());
} finally {
  rmSync(folder, { recursive: true });
}

function entriesOf(name: string): string[] {
  const { exports } = JSON.parse(
    readFileSync(join(root, "packages", name, "package.json"), "utf8"),
  );
  const paths = Object.keys(exports).filter((path) => path !== "./package.json");
  return paths.map((path) => `@rx-lro/${name}${path.slice(1)}`);
}

function project(kind: string, file: string, platform: object): void {
  const options = { noEmit: true, strict: true, target: "es2022", module: "nodenext", ...platform };
  const compilerOptions = { ...options, skipLibCheck: false };
  writeFileSync(join(folder, `${kind}.json`), JSON.stringify({ compilerOptions, files: [file] }));
}
