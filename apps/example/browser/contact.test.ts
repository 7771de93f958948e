import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OperationsHandler } from "@rx-lro/server";
import { serve } from "@rx-lro/server/node";
import type { Route } from "playwright-core";
import { describe, expect } from "vitest";
import { createExportEngine } from "../src/server/export-engine.ts";
import { createExportHandler } from "../src/server/export-handler.ts";
import { exportSettings } from "../src/server/export-server.ts";
import { createMonitorHandler } from "../src/server/monitor-handler.ts";
import { startRelayServer } from "../src/server/relay-server.ts";
import { createTemporaryFolder } from "../test/temporary-folder.ts";
import { it } from "./it.ts";
import { openPage } from "./open-page.ts";
import { createScriptedRenderer } from "./scripted-renderer.ts";
import { pageFiles } from "./start-app.ts";

async function createEngine() {
  const exports = createScriptedRenderer(tmpdir());
  const engine = await createExportEngine(exports);
  const start = (description: string) => {
    const input = { description, seed: 1, width: 2, height: 1 };
    return engine.start("exportImage", input, {
      parent: "projects/example",
      metadata: { description },
    });
  };
  const close = async () => {
    exports[Symbol.dispose]();
    await engine.close();
  };
  return { exports, engine, start, [Symbol.asyncDispose]: close };
}

/** A service that requires a token. */
function guarded(handler: OperationsHandler, token: string): OperationsHandler {
  return async (request) => {
    if (request.headers.get("authorization") === `Bearer ${token}`) return handler(request);
    const error = { code: 401, message: "who are you?", status: "UNAUTHENTICATED" };
    return Response.json({ error }, { status: 401 });
  };
}

describe("a server that is stopped and started again", () => {
  it("is told while it is away, and the page goes on by itself when it is back", async ({
    browser,
  }) => {
    await using service = await createEngine();
    const { engine, exports, start } = service;
    const handler = createMonitorHandler({
      operations: createExportHandler(engine),
      settings: exportSettings,
      page: await pageFiles(),
    });
    await start("Alps");
    const first = await serve(handler);
    await using open = await openPage(browser, first.url);
    const { page, row } = open;
    await row("Alps").getByText("Running").waitFor();
    const notice = page.locator("main").getByRole("status");
    expect(await notice.count()).toBe(1);

    await first.close();
    await notice.getByText("The service can’t be seen just now.").waitFor();
    await row("Alps").getByText("Running").waitFor();
    exports.get("Alps").report(0.75);

    await using second = await serve(handler, { port: Number(new URL(first.url).port) });
    expect(second.url).toBe(first.url);
    await row("Alps").getByText("75 %").waitFor();
    await page.getByText("The service can’t be seen just now.").waitFor({ state: "detached" });
    await start("Sierra");
    await row("Sierra").getByText("Running").waitFor();
  });
});

describe("a page", () => {
  it("leaves its rows where they are while the service can't be seen", async ({ app, open }) => {
    await app.start("Alps");
    const { page, row } = await open();
    const before = await row("Alps").boundingBox();
    await page.route("**/v1/**", (route) => route.fulfill({ status: 500, body: "" }));
    await page.getByText("The service can’t be seen just now.").waitFor();
    expect(await row("Alps").boundingBox()).toEqual(before);
  });

  it("says that it couldn't be loaded, and that it is being loaded", async ({ open }) => {
    const { page } = await open();
    const asked = new Promise<Route>((resolve) => {
      void page.route("**/settings.json", resolve);
    });
    await page.reload({ waitUntil: "commit" });
    const route = await asked;
    await page.getByRole("status").getByText("Loading…").waitFor();
    await route.fulfill({ status: 502, body: "<h1>Bad gateway</h1>" });
    await page.getByRole("status").getByText("The page couldn’t be loaded.").waitFor();
    await page.getByText("the server answered 502").waitFor();
  });
});

describe("the relay", () => {
  it("watches and cancels with its own credentials, which the browser never sees", async ({
    browser,
  }) => {
    await using service = await createEngine();
    const { engine, exports, start } = service;
    const token = "a-token-of-the-server";
    await using elsewhere = await serve(guarded(createExportHandler(engine), token));
    await start("Alps");
    const settings = { target: elsewhere.url, project: "example", token };
    await using relay = await startRelayServer(settings, await pageFiles());
    await using open = await openPage(browser, relay.url);
    const { page, row } = open;
    const seen: string[] = [];
    page.on("response", async (response) => {
      const headers = { ...(await response.request().allHeaders()), ...response.headers() };
      const body = await response.text().catch(() => "");
      seen.push(response.url(), body, JSON.stringify(headers));
    });
    await row("Alps").getByText("Running").waitFor();
    expect(await page.getByRole("button", { name: "New export" }).count()).toBe(0);

    await page.getByRole("button", { name: "Cancel Alps" }).click();
    await row("Alps").getByText("Cancelling").waitFor();
    exports.get("Alps").stop();
    await row("Alps").getByText("Cancellation: cancelled, the service says so").waitFor();
    expect(seen.join("\n")).toContain(":cancel");
    expect(seen.join("\n")).not.toContain(token);
    expect(seen.filter((text) => text.startsWith(elsewhere.url))).toEqual([]);
  });

  it("loses contact when its credentials are refused, and resumes with new ones", async ({
    browser,
  }) => {
    await using service = await createEngine();
    const { engine, start } = service;
    await using elsewhere = await serve(guarded(createExportHandler(engine), "good"));
    await start("Alps");
    await using folder = await createTemporaryFolder();
    const file = join(folder.path, "token");
    await writeFile(file, "stale\n");
    const tokenCommand = `cat '${file}'`;
    const settings = { target: elsewhere.url, project: "example", tokenCommand };
    await using relay = await startRelayServer(settings, await pageFiles());
    await using open = await openPage(browser, relay.url);
    const { page, row } = open;
    await page.getByRole("alert").getByText("Contact is lost: access was denied.").waitFor();

    await writeFile(file, "good\n");
    await page.getByRole("button", { name: "Resume" }).click();
    await row("Alps").getByText("Running").waitFor();
    await page.getByRole("alert").waitFor({ state: "detached" });
  });

  it("doesn't serve other sites' pages, which may link to it", async ({ browser }) => {
    await using service = await createEngine();
    await using elsewhere = await serve(createExportHandler(service.engine));
    const settings = { target: elsewhere.url, project: "example", token: "t" };
    await using relay = await startRelayServer(settings, await pageFiles());
    await using other = await serve(async () => new Response("<title>other</title>"));
    await using open = await openPage(browser, other.url);
    const answered = open.page.waitForResponse((response) => response.url().startsWith(relay.url));
    await open.page.evaluate(
      (url) => void fetch(url, { method: "POST", mode: "no-cors" }),
      `${relay.url}/v1/projects/example/operations/o:cancel`,
    );
    expect((await answered).status()).toBe(403);

    await open.page.setContent(`<a href="${relay.url}">operations</a>`);
    await open.page.getByRole("link").click();
    await open.page.getByRole("heading", { name: "Operations" }).waitFor();
  });
});
