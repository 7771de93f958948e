/**
 * Passes the focus to the list of operations, where keys go on scrolling, when the element that has it is removed: a
 * row that is deleted or scrolled away, a button that has no more to do, a dialog whose opener is gone.
 */
export function keepFocus(root: Element): void {
  let latest: Element | undefined;
  root.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element) latest = target;
  });
  const observer = new MutationObserver(() => {
    if (latest?.isConnected !== false || document.activeElement !== document.body) return;
    root.querySelector<HTMLElement>(".operations")?.focus({ preventScroll: true });
  });
  observer.observe(root, { childList: true, subtree: true });
}
