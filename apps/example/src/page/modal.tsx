import { type ReactNode, useCallback, useId, useRef } from "react";
import { focusMain } from "./use-kept-focus.ts";

/** A dialog above the page for as long as it is there; `children` are given what closes it. */
export function Modal(props: {
  title: string;
  onClose: () => void;
  className?: string;
  children: (close: () => void) => ReactNode;
}) {
  const { title, onClose, className = "", children } = props;
  const heading = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useCallback(() => dialog.current?.close(), []);
  const show = useCallback((element: HTMLDialogElement | null) => {
    dialog.current = element;
    if (element?.open === false) element.showModal();
  }, []);
  const leave = () => {
    // What had the focus before may be gone: then it is where it was, or nowhere.
    const focused = document.activeElement;
    if (focused === document.body || dialog.current?.contains(focused)) focusMain();
    onClose();
  };
  return (
    <dialog
      ref={show}
      closedby="any"
      aria-labelledby={heading}
      className={`modal ${className}`}
      onClose={leave}
    >
      <h2 id={heading} dir="auto">
        {title}
      </h2>
      {children(close)}
    </dialog>
  );
}
