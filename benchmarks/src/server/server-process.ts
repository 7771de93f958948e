// The server in a process of its own. Tells its base URL to the process that started it, and ends with that.
import { startOperationsServer } from "./operations-server.ts";

const { baseUrl } = await startOperationsServer();
process.on("disconnect", () => process.exit());
process.send?.({ baseUrl });
