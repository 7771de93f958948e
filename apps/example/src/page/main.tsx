import { StrictMode } from "react";
import type { PageSettings } from "../client/page-settings.ts";
import { keepFocus } from "./keep-focus.ts";
import "./style/page.css";

const root = document.querySelector("#root");
const status = root?.querySelector("[role=status]");
if (!root || !status) throw new TypeError("the page has no #root with a status");

try {
  // Separate files, which the browser runs one after the other, so that it is never busy for long.
  const [settings, { createRoot }, { App }, { openMonitor }] = await Promise.all([
    fetchSettings(),
    import("react-dom/client"),
    import("./app.tsx"),
    import("../monitor/open-monitor.ts"),
  ]);
  const monitor = openMonitor(settings);
  keepFocus(root);
  createRoot(root).render(
    <StrictMode>
      <App settings={settings} monitor={monitor} />
    </StrictMode>,
  );
} catch (error) {
  status.textContent = `The page couldn’t be loaded. Reload it to try again. (${error})`;
  throw error;
}

async function fetchSettings(): Promise<PageSettings> {
  const answer = await fetch("/settings.json");
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.json();
}
