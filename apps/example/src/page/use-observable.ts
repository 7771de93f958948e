import { startTransition, useEffect, useState } from "react";
import type { Observable } from "rxjs";

/**
 * The latest value of an observable, `initial` before the first. Drawn bit by bit: what the user does goes first.
 *
 * Subscribes while the component is mounted. The observable must stay the same from one rendering to the next.
 */
export function useObservable<T>(observable: Observable<T>, initial: T): T {
  const [latest, setLatest] = useState(initial);
  useEffect(() => {
    const subscription = observable.subscribe((value) => startTransition(() => setLatest(value)));
    return () => subscription.unsubscribe();
  }, [observable]);
  return latest;
}
