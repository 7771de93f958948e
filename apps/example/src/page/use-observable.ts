import { useMemo, useSyncExternalStore } from "react";
import type { Observable } from "rxjs";

/**
 * The latest value of an observable, `initial` before the first.
 *
 * Subscribes while the component is there. The observable has to stay the same from one rendering to the next.
 */
export function useObservable<T>(observable: Observable<T>, initial: T): T {
  const store = useMemo(() => createStore(observable, initial), [observable, initial]);
  return useSyncExternalStore(store.subscribe, store.latest);
}

function createStore<T>(observable: Observable<T>, initial: T) {
  let latest = initial;
  return {
    latest: () => latest,
    subscribe(changed: () => void) {
      const subscription = observable.subscribe((value) => {
        latest = value;
        changed();
      });
      return () => subscription.unsubscribe();
    },
  };
}
