import { messageOf } from "@rx-lro/core";
import { type FormEvent, useState } from "react";
import {
  Button,
  Dialog,
  DialogTrigger,
  Form,
  Heading,
  Input,
  Label,
  Modal,
  ModalOverlay,
  Text,
  TextField,
} from "react-aria-components";
import { type ExportKind, startExport } from "../client/start-export.ts";
import { Choice } from "./choice.tsx";
import { exportSizes, readExportForm } from "./export-form.ts";

/** A button whose dialog starts an export. */
export function StartExport() {
  return (
    <DialogTrigger>
      <Button className="button primary">New export</Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog className="dialog">{({ close }) => <ExportForm onStarted={close} />}</Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

const KINDS: readonly { value: ExportKind; label: string; hint: string }[] = [
  { value: "image", label: "Image", hint: "can be cancelled" },
  { value: "map", label: "Map", hint: "can’t be cancelled" },
];

function ExportForm({ onStarted }: { onStarted: () => void }) {
  const [problem, setProblem] = useState("");
  const [isStarting, setIsStarting] = useState(false);

  const start = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsStarting(true);
    try {
      const { kind, request } = readExportForm(new FormData(event.currentTarget));
      await startExport(location.origin, kind, request);
      onStarted();
    } catch (error) {
      setProblem(messageOf(error));
      setIsStarting(false);
    }
  };
  return (
    <Form onSubmit={start} className="form">
      <Heading slot="title">New export</Heading>
      <TextField name="description" isRequired defaultValue="High Tatras" autoFocus>
        <Label>Description</Label>
        <Input />
      </TextField>
      <Choice name="kind" label="Kind" options={KINDS} />
      <Choice name="size" label="Size" options={exportSizes} />
      {problem && (
        <Text role="alert" className="problem">
          It couldn’t be started: {problem}
        </Text>
      )}
      <div className="buttons">
        <Button slot="close" className="button">
          Close
        </Button>
        <Button type="submit" className="button primary" isPending={isStarting}>
          Start
        </Button>
      </div>
    </Form>
  );
}
