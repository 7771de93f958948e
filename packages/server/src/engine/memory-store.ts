import type { ListedRecord } from "./list-page.ts";
import type { OperationRecord } from "./operation-record.ts";
import type { Store } from "./store.ts";

/** A store that keeps its records in memory, until they are deleted. */
export function createMemoryStore(): Store {
  const listed = new Map<string, ListedRecord & { readonly requestKey: string | undefined }>();
  const requests = new Map<string, string>();
  let created = 0;

  const put = (record: OperationRecord): void => {
    const known = listed.get(record.name);
    if (known !== undefined) listed.set(record.name, { ...known, record });
  };
  const get = (name: string) => listed.get(name)?.record;

  function* rowsOf(parent: string, after: number): Generator<ListedRecord> {
    for (const row of listed.values()) {
      if (row.position > after && row.record.parent === parent) yield row;
    }
  }

  return {
    async insert({ record, requestKey }) {
      created += 1;
      listed.set(record.name, { position: created, record, requestKey });
      if (requestKey !== undefined) requests.set(requestKey, record.name);
    },
    async update(record) {
      put(record);
    },
    note: put,
    async delete({ name }) {
      const { requestKey } = listed.get(name) ?? {};
      if (requestKey !== undefined) requests.delete(requestKey);
      listed.delete(name);
    },
    async flush() {},
    get,
    find: (requestKey) => get(requests.get(requestKey) ?? ""),
    list: ({ scope, after }) => ({ rows: rowsOf(scope.parent, after) }),
    unfinished: () => [],
    close() {},
  };
}
