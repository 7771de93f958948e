import { cancellationInFull, whyInWords } from "../client/in-words.ts";
import { imageOf, type Task, titleOf } from "../monitor/task.ts";
import { durationInWords, labelOf, typeInWords } from "./in-words.ts";
import { Modal } from "./modal.tsx";
import { ResultImage } from "./result-image.tsx";

/** All that is known of one operation. */
export function TaskDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  return (
    <Modal title={titleOf(task)} onClose={onClose} className="wide">
      {(close) => (
        <>
          <Details task={task} />
          <div className="buttons">
            <button type="button" className="button" onClick={close}>
              Close
            </button>
          </div>
        </>
      )}
    </Modal>
  );
}

function Details({ task }: { task: Task }) {
  const image = imageOf(task);
  return (
    <>
      {image && (
        <a href={image} target="_blank" rel="noreferrer" className="picture">
          <ResultImage src={image} title={titleOf(task)} />
        </a>
      )}
      <dl className="facts">
        {factsOf(task).map(([term, fact]) => (
          <div key={term} className={fact.length > 32 ? "long" : ""}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
        {task.metadata?.destinationUris.map((uri) => (
          <div key={uri} className="long">
            <dt>Result</dt>
            <dd>{isLink(uri) ? <a href={uri}>{uri}</a> : uri}</dd>
          </div>
        ))}
      </dl>
      <details className="raw">
        <summary>As the service sent it</summary>
        <pre>{JSON.stringify(task.operation, undefined, 2)}</pre>
      </details>
    </>
  );
}

function factsOf(task: Task): readonly (readonly [string, string])[] {
  const { cancellation, metadata, name, pollError, progress } = task;
  const facts = [
    ["Name", name],
    ["State", labelOf(task)],
    ["Why", task.type === "done" ? whyInWords(task.outcome) : ""],
    ["Cancellation", cancellation ? cancellationInFull(cancellation) : ""],
    ["Can’t be seen", pollError?.message ?? ""],
    ["Progress", progress === undefined ? "" : `${Math.floor(progress * 100)} %`],
    ["Type", typeInWords(metadata?.type ?? "")],
    ["Created", timeInWords(metadata?.createTime)],
    ["Ended", timeInWords(metadata?.endTime)],
    [task.type === "done" ? "Took" : "Runs for", durationInWords(task)],
  ] as const;
  return facts.filter(([, fact]) => fact !== "");
}

/** Whether a link is safe: a service may send anything, such as a script. */
function isLink(uri: string): boolean {
  return /^(https?:\/\/|\/exports\/)/.test(uri);
}

function timeInWords(time: string | undefined): string {
  return time ? new Date(time).toLocaleString() : "";
}
