import { useMemo, useState } from "react";
import type { PageSettings } from "../client/page-settings.ts";
import type { Monitor } from "../monitor/monitor.ts";
import type { Task } from "../monitor/task.ts";
import { ContactNotice } from "./contact-notice.tsx";
import { latestFirst } from "./latest-first.ts";
import { OperationsTable } from "./operations-table.tsx";
import { StartExport } from "./start-export.tsx";
import { TaskDialog } from "./task-dialog.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useObservable } from "./use-observable.ts";

const NO_TASKS: ReadonlyMap<string, Task> = new Map();

/** The whole page. It alone subscribes; everything below it is drawn from its props. */
export function App({ settings, monitor }: { settings: PageSettings; monitor: Monitor }) {
  const state = useObservable(monitor.states, undefined);
  const news = useObservable(monitor.news, "");
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<Task>();

  const operations = state?.operations ?? NO_TASKS;
  const tasks = useMemo(() => latestFirst(operations), [operations]);
  // An operation that is gone stays open as it was last seen.
  const latest = opened && operations.get(opened.name);
  if (latest && latest !== opened) setOpened(latest);
  return (
    <>
      <header className="masthead">
        <div>
          <h1>Operations</h1>
          <p className="subject quiet">
            {settings.service} <code>{settings.parent}</code>
          </p>
        </div>
        {settings.canExport && <StartExport onStarted={monitor.refresh} />}
      </header>
      <main>
        <Toolbar tasks={tasks} selection={selection} monitor={monitor} />
        <OperationsTable
          tasks={tasks}
          selection={selection}
          onSelect={setSelection}
          onOpen={setOpened}
          monitor={monitor}
          placeholder={state === undefined ? <p className="quiet">Looking…</p> : <NoOperations />}
        />
        {/* Always there: screen readers tell what comes into it, not that it comes. */}
        <div role="status">
          {state && <ContactNotice tasks={state} onResume={monitor.refresh} />}
        </div>
      </main>
      <footer>
        <output className="news quiet">{news}</output>
      </footer>
      {opened && <TaskDialog task={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function NoOperations() {
  return (
    <>
      <div className="thumbnail" />
      <p className="lead">There are no operations yet.</p>
      <p className="quiet">Whatever is started, here or by another program, shows up by itself.</p>
    </>
  );
}
