// One client at one task in a process of its own. Tells the process that started it what it has seen, and ends then or
// when that one does.
import { findClient } from "../clients/clients.ts";
import { runTask } from "./run-task.ts";
import type { Task } from "./task.ts";

process.on("disconnect", () => process.exit());
const task = JSON.parse(process.argv[2] ?? "") as Task;
const createClient = await findClient(task.clientId).load();
const client = createClient({ baseUrl: task.baseUrl, intervalMs: task.workload.intervalMs });
const sighting = await runTask(client, task);
// Watches that haven't ended, and sockets, would keep it alive.
process.send?.(sighting, () => process.exit());
