import { type ReactNode, useCallback, useId, useRef } from "react";

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
  return (
    <dialog
      ref={show}
      closedby="any"
      aria-labelledby={heading}
      className={`modal ${className}`}
      onClose={onClose}
    >
      <h2 id={heading} dir="auto" tabIndex={-1}>
        {title}
      </h2>
      {children(close)}
    </dialog>
  );
}
