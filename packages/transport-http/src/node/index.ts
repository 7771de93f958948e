export { type UndiciClient, type UndiciClientOptions, undiciClient } from "./undici-client.ts";
