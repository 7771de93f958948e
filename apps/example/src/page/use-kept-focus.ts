import { type RefObject, useLayoutEffect, useRef } from "react";

/** Passes the focus to the page's main part when the element that has it is removed. */
export function useKeptFocus<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    return () => {
      if (element?.contains(document.activeElement)) focusMain();
    };
  }, []);
  return ref;
}

/** Moves the focus to the page's main part. */
export function focusMain(): void {
  document.querySelector("main")?.focus({ preventScroll: true });
}
