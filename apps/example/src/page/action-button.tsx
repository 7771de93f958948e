import type { ReactNode } from "react";
import { useKeptFocus } from "./use-kept-focus.ts";

/**
 * A button that doesn't let the focus fall: it keeps it when there is nothing more for it to do, which HTML's own
 * `disabled` doesn't, and leaves it to the page's main part when it goes.
 */
export function ActionButton(props: {
  act: () => unknown;
  isIdle?: boolean;
  label?: string;
  className?: string;
  children: ReactNode;
}) {
  const { act, isIdle = false, label, className = "", children } = props;
  const ref = useKeptFocus<HTMLButtonElement>();
  return (
    <button
      ref={ref}
      type="button"
      className={`button ${className}`}
      aria-label={label}
      aria-disabled={isIdle}
      tabIndex={isIdle ? -1 : 0}
      onClick={() => isIdle || act()}
    >
      {children}
    </button>
  );
}
