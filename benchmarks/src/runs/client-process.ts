// One client at one task in a process of its own. Tells what it has seen to the process that started it, and ends with
// that.
import { findClient } from "../clients/clients.ts";
import { runTask } from "./run-task.ts";
import type { Task } from "./task.ts";

process.on("disconnect", () => process.exit());
const task = JSON.parse(process.argv[2] ?? "") as Task;
const createClient = await findClient(task.clientId).load();
const client = createClient({ baseUrl: task.baseUrl, intervalMs: task.workload.intervalMs });
const sighting = await runTask(client, task);
// What is watched still, and the sockets, would keep it alive.
process.send?.(sighting, () => process.exit());
