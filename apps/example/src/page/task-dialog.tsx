import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { cancellationInWords } from "../client/cancellation-in-words.ts";
import { durationInWords, outcomeInWords, stateInWords, typeInWords } from "./in-words.ts";
import { imageOf, type Task, titleOf } from "./task.ts";

/** All that is known of one operation. Closed when there is none. */
export function TaskDialog({ task, onClose }: { task: Task | undefined; onClose: () => void }) {
  return (
    <ModalOverlay
      className="overlay"
      isDismissable
      isOpen={task !== undefined}
      onOpenChange={(isOpen) => isOpen || onClose()}
    >
      <Modal className="modal wide">
        <Dialog className="dialog">
          {task && <Details task={task} />}
          <div className="buttons">
            <Button slot="close" className="button">
              Close
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Details({ task }: { task: Task }) {
  const image = imageOf(task);
  return (
    <>
      <Heading slot="title">{titleOf(task)}</Heading>
      {image && (
        <a href={image} target="_blank" rel="noreferrer" className="picture">
          <img src={image} alt={`Result of ${titleOf(task)}`} />
        </a>
      )}
      <dl className="facts">
        {factsOf(task).map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
        {task.metadata?.destinationUris.map((uri) => (
          <div key={uri}>
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
    ["State", stateInWords(task)],
    ["Why", whyInWords(task)],
    ["Cancellation", cancellation ? cancellationInWords(cancellation) : ""],
    ["Can’t be seen", pollError?.message ?? ""],
    ["Progress", progress === undefined ? "" : `${Math.floor(progress * 100)} %`],
    ["Type", typeInWords(metadata?.type ?? "")],
    ["Created", timeInWords(metadata?.createTime)],
    ["Ended", timeInWords(metadata?.endTime)],
    ["Took", durationInWords(task)],
  ] as const;
  return facts.filter(([, fact]) => fact !== "");
}

/** What isn't said by the state. */
function whyInWords(task: Task): string {
  const isPlain = task.type !== "done" || ["succeeded", "cancelled"].includes(task.outcome.type);
  return isPlain ? "" : outcomeInWords(task.outcome);
}

/** What a service sends may be anything, such as a script. */
function isLink(uri: string): boolean {
  return /^(https?:\/\/|\/exports\/)/.test(uri);
}

function timeInWords(time: string | undefined): string {
  return time === undefined ? "" : new Date(time).toLocaleString();
}
