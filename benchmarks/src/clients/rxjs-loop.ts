import { defer, lastValueFrom, repeat, retry, takeWhile } from "rxjs";
import type { CreateClient } from "./client.ts";
import { cancelByFetch, fetchJson } from "./fetch-json.ts";
import { endOf, type Operation } from "./operation.ts";

/** The loop that people write with RxJS: repeat with a delay, retry, take until done. */
export const createClient: CreateClient = ({ baseUrl, intervalMs }) => ({
  watch: (names, onEnd) =>
    Promise.all(
      names.map(async (name) => {
        const polls = defer(() => fetchJson<Operation>(`${baseUrl}/v1/${name}`)).pipe(
          retry({ count: 5, delay: 1000, resetOnSuccess: true }),
          repeat({ delay: intervalMs }),
          takeWhile(({ done }) => !done, true),
        );
        onEnd(name, endOf(await lastValueFrom(polls)));
      }),
    ),
  cancel: cancelByFetch(baseUrl),
});
