import { type ReactNode, useCallback, useId, useRef } from "react";
import { focusOperations } from "./use-kept-focus.ts";

/** A dialog above the page for as long as it is rendered; `children` gets the function that closes it. */
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
    if (element?.open !== false) return;
    element.showModal();
    // Otherwise the first link or button would have the focus, which may be far below what is read first.
    (element.querySelector("input") ?? element.querySelector("h2"))?.focus();
  }, []);
  const leave = () => {
    // If the element that had the focus before is gone, the focus is still in the dialog, or nowhere.
    const focused = document.activeElement;
    if (focused === document.body || dialog.current?.contains(focused)) focusOperations();
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
      <h2 id={heading} dir="auto" tabIndex={-1}>
        {title}
      </h2>
      {children(close)}
    </dialog>
  );
}
