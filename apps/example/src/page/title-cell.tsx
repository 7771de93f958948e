import { typeInWords } from "./in-words.ts";
import { titleOf } from "./task.ts";
import { useTask } from "./tasks-context.ts";

/** What an operation is called and what it does. */
export function TitleCell({ name }: { name: string }) {
  const task = useTask(name);
  if (task === undefined) return null;
  return (
    <div className="stack">
      <span className="title">{titleOf(task)}</span>
      <span className="quiet clip">{typeInWords(task.metadata?.type ?? "")}</span>
    </div>
  );
}
