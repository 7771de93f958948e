// The server in a process of its own. Tells the process that started it its base URL, and ends when that one does.
import { startOperationsServer } from "./operations-server.ts";

const { baseUrl } = await startOperationsServer();
process.on("disconnect", () => process.exit());
process.send?.({ baseUrl });
