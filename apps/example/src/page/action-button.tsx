import type { ReactNode } from "react";
import { useKeptFocus } from "./use-kept-focus.ts";

/**
 * A button that doesn't drop the focus: it keeps the focus when it has nothing more to do, unlike one with HTML's
 * `disabled`, and passes it to the list of operations when it is removed.
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
