// Type-checks every ```ts fence in Markdown and doc comments, so that no example rots.
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");
const out = join(import.meta.dirname, "../.examples");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

let count = 0;
for (const file of globSync(["*.md", "packages/*/README.md", "packages/*/src/**/*.ts"], {
  cwd: root,
})) {
  let text = readFileSync(join(root, file), "utf8");
  if (file.endsWith(".ts")) text = text.replaceAll(/^\s*\* ?/gm, "");
  for (const [, code] of text.matchAll(/^```ts\n([\s\S]*?)^```/gm)) {
    count += 1;
    writeFileSync(join(out, `example-${count}.ts`), `// ${file}\n${code}\nexport {};\n`);
  }
}

const tsconfig = {
  extends: "../../../tsconfig.base.json",
  compilerOptions: {
    noEmit: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
    lib: ["es2023", "esnext.disposable", "dom"],
    types: ["node"],
  },
  include: ["*.ts"],
};
writeFileSync(join(out, "tsconfig.json"), JSON.stringify(tsconfig));

const { status } = spawnSync("tsc", ["-p", out], { stdio: "inherit" });
process.stdout.write(`${count} examples checked\n`);
process.exitCode = status ?? 1;
