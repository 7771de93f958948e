// A client that asks as fast as it is answered. Started by figures.ts as `node load.ts PORT PATH REQUESTS`.
import { once } from "node:events";
import { connect } from "node:net";

const CONNECTIONS = 32;
const [, , port, path, requests] = process.argv;
const request = `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`;

/** The bytes of one answer, which all others have too. */
async function measure(): Promise<number> {
  const socket = connect(Number(port), "127.0.0.1");
  let text = "";
  socket.on("data", (bytes) => {
    text += bytes;
    const [head = "", body] = text.split("\r\n\r\n");
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    if (body?.length === length) socket.end();
  });
  socket.write(request);
  await once(socket, "close");
  if (!text.startsWith("HTTP/1.1 200 ")) throw new Error(text);
  return text.length;
}

async function load(bytes: number): Promise<void> {
  const socket = connect(Number(port), "127.0.0.1");
  let left = Math.ceil(Number(requests) / CONNECTIONS);
  let missing = bytes;
  socket.on("data", ({ length }) => {
    missing -= length;
    if (missing > 0) return;
    left -= 1;
    missing = bytes;
    if (left === 0) socket.end();
    else socket.write(request);
  });
  socket.write(request);
  await once(socket, "close");
}

// Stays awake: to wake it would be the server's work, and the more the longer the server takes.
let awake: NodeJS.Immediate | undefined;
const stayAwake = (): void => {
  awake = setImmediate(stayAwake);
};
stayAwake();
const bytes = await measure();
const begin = performance.now();
await Promise.all(Array.from({ length: CONNECTIONS }, () => load(bytes)));
process.send?.(performance.now() - begin);
process.disconnect();
clearImmediate(awake);
