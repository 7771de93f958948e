// Compares what a package exports with the reports beside its package.json, one for each entry point, and fails if
// they differ; with --local it rewrites them. Run it in the package's folder, after its build.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
} from "@microsoft/api-extractor";

interface PackageJson {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

const projectFolder = process.cwd();
const packageJsonFullPath = join(projectFolder, "package.json");
const { name, exports } = JSON.parse(readFileSync(packageJsonFullPath, "utf8")) as PackageJson;

const configs = Object.entries(exports).flatMap(([entry, target]) => {
  if (typeof target === "string") return [];
  const configObject = {
    projectFolder,
    mainEntryPointFilePath: join(projectFolder, target.types),
    compiler: { tsconfigFilePath: join(projectFolder, "tsconfig.build.json") },
    apiReport: {
      enabled: true,
      reportFolder: projectFolder,
      reportTempFolder: join(projectFolder, ".api-temp"),
      // `@rx-lro/core/http` is in core-http.api.md.
      reportFileName: join(name, entry).split("/").slice(1).join("-"),
    },
    messages: {
      extractorMessageReporting: {
        default: { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
        "ae-missing-release-tag": { logLevel: ExtractorLogLevel.None },
        "ae-undocumented": { logLevel: ExtractorLogLevel.None },
      },
    },
  };
  return ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: undefined,
    packageJsonFullPath,
  });
});

const [first] = configs;
if (first === undefined) throw new Error(`${name} has no entry point with types`);
const compilerState = CompilerState.create(first, {
  additionalEntryPoints: configs.map((config) => config.mainEntryPointFilePath),
});
for (const config of configs) {
  const localBuild = process.argv.includes("--local");
  const { succeeded } = Extractor.invoke(config, { localBuild, compilerState });
  if (!succeeded) process.exitCode = 1;
}
