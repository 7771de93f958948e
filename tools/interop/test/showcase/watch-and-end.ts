// A program that watches an operation over each HTTP client and has nothing more to do. It closes nothing and
// doesn't call process.exit(): it ends if nothing of ours holds it. Prints the outcomes.
import { createWatcher, exponentialBackoff } from "@rx-lro/core";
import { createHttpOperations, fetchClient, showcase } from "@rx-lro/transport-http";
import { undiciClient } from "@rx-lro/transport-http/node";

const [baseUrl = "", name = ""] = process.argv.slice(2);
const backoff = exponentialBackoff({ initialMs: 50, maxMs: 100 });
const outcomes: string[] = [];
// If an idle socket held the process, its test would time out.
for (const client of [fetchClient(), undiciClient({ keepAliveMs: 600_000 })]) {
  const operations = createHttpOperations({ ...showcase({ baseUrl }), client });
  const watch = createWatcher(operations, { backoff }).watch(name);
  const subscription = watch.states.subscribe();
  watch.cancel();
  outcomes.push((await watch.outcome()).type);
  subscription.unsubscribe();
}
process.stdout.write(JSON.stringify(outcomes));
