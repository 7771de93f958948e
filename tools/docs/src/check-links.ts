// Checks that every relative link and image in Markdown leads to a file or folder, and to a heading if it names one.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../../..");
const files = globSync(["*.md", "{benchmarks,docs}/*.md", "{apps,packages,tools}/*/*.md"], {
  cwd: root,
  exclude: ["**/*.api.md"],
}).map((file) => join(root, file));

/** The text of a file, or of a folder's README, without its examples. */
function readProse(path: string): string {
  const file = path.endsWith(".md") ? path : join(path, "README.md");
  return existsSync(file) ? readFileSync(file, "utf8").replaceAll(/^```[\s\S]*?^```/gm, "") : "";
}

/** The anchors of headings, as GitHub makes them. */
function anchorsOf(prose: string): readonly string[] {
  const headings = prose.matchAll(/^#+ (.*)$/gm);
  return Array.from(headings, ([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

let count = 0;
for (const file of files) {
  for (const [, link = ""] of readProse(file).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^\w+:/.test(link)) continue;
    count += 1;
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? file : join(dirname(file), path);
    if (existsSync(target) && (!anchor || anchorsOf(readProse(target)).includes(anchor))) continue;
    process.stderr.write(`${file.slice(root.length)}: ${link} leads nowhere\n`);
    process.exitCode = 1;
  }
}
process.stdout.write(`${count} links checked\n`);
