import { lostInWords } from "../client/in-words.ts";
import type { Tasks } from "../monitor/task.ts";
import { ActionButton } from "./action-button.tsx";

/** Says when the list can't be seen: for the moment, or until the user resumes. */
export function ContactNotice({ tasks, onResume }: { tasks: Tasks; onResume: () => void }) {
  const { pollError, unreachable } = tasks;
  if (tasks.type === "lost") {
    return (
      <div className="notice severe" role="alert">
        <p>
          <strong>Contact is lost: {lostInWords(tasks.reason)}.</strong> What you see is what was
          known last. <span className="detail">{tasks.error?.message}</span>
        </p>
        <ActionButton act={onResume}>Resume</ActionButton>
      </div>
    );
  }
  if (pollError !== undefined) {
    return (
      <div className="notice">
        <p>
          <strong>The service can’t be seen just now.</strong> Trying again; what you see is what
          was known last. <span className="detail">{pollError.message}</span>
        </p>
      </div>
    );
  }
  if (unreachable.length === 0) return null;
  return (
    <div className="notice">
      <p>Operations may be missing: {unreachable.join(", ")} could not be reached.</p>
    </div>
  );
}
