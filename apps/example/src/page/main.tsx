import { createWatcher, exponentialBackoff } from "@rx-lro/core";
import { createHttpOperations, earthEngine } from "@rx-lro/transport-http";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { PageSettings } from "../client/page-settings.ts";
import { App } from "./app.tsx";
import { createMonitor } from "./monitor.ts";
import "./style/page.css";

const settings: PageSettings = await (await fetch("/settings.json")).json();
const baseUrl = location.origin;
const operations = createHttpOperations({ ...earthEngine({ version: "v1", baseUrl }) });
// Our own server is asked often; another's quota is spared by the defaults.
const backoff = settings.canExport
  ? exponentialBackoff({ initialMs: 400, maxMs: 2000 })
  : undefined;
const watcher = createWatcher(operations, backoff && { backoff });
const monitor = createMonitor(watcher, settings.parent);

const root = document.querySelector("#root");
if (root === null) throw new TypeError("the page has no #root");
createRoot(root).render(
  <StrictMode>
    <App settings={settings} monitor={monitor} />
  </StrictMode>,
);
