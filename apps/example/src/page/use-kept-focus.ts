import { type RefObject, useLayoutEffect, useRef } from "react";

/** Passes the focus to the list of operations when the element that has it is removed. */
export function useKeptFocus<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    return () => {
      if (element?.contains(document.activeElement)) focusOperations();
    };
  }, []);
  return ref;
}

/** Moves the focus to the list of operations, where keys go on scrolling. */
export function focusOperations(): void {
  document.querySelector<HTMLElement>(".operations")?.focus({ preventScroll: true });
}
