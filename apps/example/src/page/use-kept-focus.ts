import { type RefObject, useLayoutEffect, useRef } from "react";

/** Leaves the focus to the page's main part when an element goes that has it. */
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

/** Gives the focus to the page's main part. */
export function focusMain(): void {
  document.querySelector("main")?.focus({ preventScroll: true });
}
