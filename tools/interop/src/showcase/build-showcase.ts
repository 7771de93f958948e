import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const PACKAGE = "github.com/googleapis/gapic-showcase/cmd/gapic-showcase";

/**
 * Builds Google's gapic-showcase server with Go, exactly as `showcase-server/go.sum` pins it.
 *
 * The first time downloads and compiles it, a minute or two; after that Go sees that nothing has changed.
 *
 * @returns Its path.
 */
export async function buildShowcase(): Promise<string> {
  const binary = join(ROOT, "node_modules/.cache/gapic-showcase");
  // Neither a C compiler nor a workspace around the checkout is involved.
  const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off" };
  const build = spawn("go", ["build", "-mod=readonly", "-o", binary, PACKAGE], {
    cwd: join(ROOT, "showcase-server"),
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [exitCode] = await once(build, "close").catch((cause: unknown) => {
    throw new Error(
      "gapic-showcase can't be built without Go: install 1.26 or later (https://go.dev/dl) and have `go` in the PATH",
      { cause },
    );
  });
  if (exitCode !== 0) throw new Error("gapic-showcase could not be built; Go says why above");
  return binary;
}
