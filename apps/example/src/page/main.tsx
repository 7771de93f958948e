import { StrictMode } from "react";
import type { PageSettings } from "../client/page-settings.ts";
import "./style/page.css";

// Files of their own: the browser takes up one after the other, and is never busy for long.
const [settings, { createRoot }, { App }, { openMonitor }] = await Promise.all([
  fetch("/settings.json").then((answer): Promise<PageSettings> => answer.json()),
  import("react-dom/client"),
  import("./app.tsx"),
  import("./open-monitor.ts"),
]);
const monitor = openMonitor(settings);

const root = document.querySelector("#root");
if (root === null) throw new TypeError("the page has no #root");
createRoot(root).render(
  <StrictMode>
    <App settings={settings} monitor={monitor} />
  </StrictMode>,
);
