import type { ReactNode } from "react";

/** A button that keeps the focus when it has nothing more to do, unlike one with HTML's `disabled`. */
export function ActionButton(props: {
  act: () => unknown;
  isIdle?: boolean;
  label?: string;
  className?: string;
  children: ReactNode;
}) {
  const { act, isIdle = false, label, className = "", children } = props;
  return (
    <button
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
