import { messageOf } from "@rx-lro/core";
import { type FormEvent, useState } from "react";
import { type ExportKind, startExport } from "../client/start-export.ts";
import { Choice } from "./choice.tsx";
import { createFormReader, exportSizes } from "./export-form.ts";
import { Modal } from "./modal.tsx";

/** A button whose dialog starts an export. */
export function StartExport({ onStarted }: { onStarted: () => void }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className="button primary" onClick={() => setIsOpen(true)}>
        New export
      </button>
      {isOpen && (
        <Modal title="New export" onClose={() => setIsOpen(false)}>
          {(close) => <ExportForm onStarted={onStarted} close={close} />}
        </Modal>
      )}
    </>
  );
}

const KINDS: readonly { value: ExportKind; label: string; hint: string }[] = [
  { value: "image", label: "Image", hint: "can be cancelled" },
  { value: "map", label: "Map", hint: "can’t be cancelled" },
];

function ExportForm({ onStarted, close }: { onStarted: () => void; close: () => void }) {
  const [problem, setProblem] = useState("");
  const [isStarting, setIsStarting] = useState(false);
  const [readForm] = useState(createFormReader);

  const start = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isStarting) return;
    setProblem("");
    setIsStarting(true);
    try {
      const { kind, request } = readForm(new FormData(event.currentTarget));
      await startExport(location.origin, kind, request);
      onStarted();
      close();
    } catch (error) {
      setProblem(messageOf(error));
      setIsStarting(false);
    }
  };
  return (
    <form onSubmit={start} className="form">
      <label className="field">
        Description
        <input name="description" required defaultValue="High Tatras" autoComplete="off" />
      </label>
      <Choice name="kind" label="Kind" options={KINDS} />
      <Choice name="size" label="Size" options={exportSizes} />
      {problem && (
        <p role="alert" className="problem">
          It couldn’t be started: {problem}
        </p>
      )}
      <div className="buttons">
        <button type="button" className="button" onClick={close}>
          Close
        </button>
        <button type="submit" className="button primary" aria-disabled={isStarting}>
          Start
        </button>
      </div>
    </form>
  );
}
