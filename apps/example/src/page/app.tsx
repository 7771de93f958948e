import { useState } from "react";
import type { Selection } from "react-aria-components";
import type { PageSettings } from "../client/page-settings.ts";
import { ContactNotice } from "./contact-notice.tsx";
import { type Monitor, nothingYet } from "./monitor.ts";
import { OperationsTable } from "./operations-table.tsx";
import { StartExport } from "./start-export.tsx";
import { TaskDialog } from "./task-dialog.tsx";
import { MonitorContext, TasksContext } from "./tasks-context.ts";
import { Toolbar } from "./toolbar.tsx";
import { useObservable } from "./use-observable.ts";

const NO_TASKS = new Map();

/** The whole page. It alone subscribes; all below is drawn from what it is given. */
export function App({ settings, monitor }: { settings: PageSettings; monitor: Monitor }) {
  const { tasks, rows } = useObservable(monitor.states, nothingYet);
  const news = useObservable(monitor.news, "");
  const [selection, setSelection] = useState<Selection>(new Set());
  const [opened, setOpened] = useState<string>();

  const operations = tasks?.operations ?? NO_TASKS;
  const openedTask = opened === undefined ? undefined : operations.get(opened);
  return (
    <TasksContext value={operations}>
      <MonitorContext value={monitor}>
        <header className="masthead">
          <div>
            <h1>Operations</h1>
            <p className="quiet">
              {settings.service} · <code>{settings.parent}</code>
            </p>
          </div>
          {settings.canExport && <StartExport />}
        </header>
        <main>
          {tasks && <ContactNotice tasks={tasks} onResume={monitor.resume} />}
          <Toolbar operations={operations} selection={selection} />
          <OperationsTable
            rows={rows}
            isLoading={tasks === undefined}
            selection={selection}
            onSelect={setSelection}
            onOpen={setOpened}
          />
        </main>
        <footer>
          <output className="news quiet">{news}</output>
        </footer>
        <TaskDialog task={openedTask} onClose={() => setOpened(undefined)} />
      </MonitorContext>
    </TasksContext>
  );
}
