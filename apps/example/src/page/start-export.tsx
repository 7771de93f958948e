import { messageOf } from "@rx-lro/core";
import { type FormEvent, startTransition, useActionState, useState } from "react";
import { startExport } from "../client/start-export.ts";
import { Choice } from "./choice.tsx";
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

const KINDS = [
  { value: "image", label: "Image", hint: "can be cancelled" },
  { value: "map", label: "Map", hint: "can’t be cancelled" },
];

/** By their widths; half as high. */
const SIZES = [
  { value: "512", label: "Small", hint: "512×256" },
  { value: "1024", label: "Medium", hint: "1024×512" },
  { value: "2048", label: "Large", hint: "2048×1024" },
];

/** Each export has a landscape of its own. */
const newExport = () => ({
  requestId: crypto.randomUUID(),
  seed: 1 + Math.floor(Math.random() * 9999),
});

function ExportForm({ onStarted, close }: { onStarted: () => void; close: () => void }) {
  // Unchanged fields are the same export, however often they are sent: the answer may have been lost on its way.
  const [identity, setIdentity] = useState(newExport);
  const [problem, start, isStarting] = useActionState(async (_: string, form: FormData) => {
    const width = Number(form.get("size"));
    const grid = { dimensions: { width, height: width / 2 } };
    const description = String(form.get("description"));
    const kind = form.get("kind") === "map" ? "map" : "image";
    try {
      await startExport(location.origin, kind, { ...identity, description, grid });
    } catch (error) {
      return messageOf(error);
    }
    onStarted();
    close();
    return "";
  }, "");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (!isStarting) startTransition(() => start(form));
  };
  return (
    <form onSubmit={submit} onChange={() => setIdentity(newExport)} className="form">
      <label className="field">
        Description
        <input name="description" required defaultValue="High Tatras" autoComplete="off" />
      </label>
      <Choice name="kind" label="Kind" options={KINDS} />
      <Choice name="size" label="Size" options={SIZES} />
      {problem && !isStarting && (
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
