import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to a server that may be cut off, so that nothing comes through and nobody is told. */
interface Proxy extends AsyncDisposable {
  /** The server's URL, this way. */
  readonly url: string;
  freeze(): void;
  /** Keeps back what the server says on the connections that there are until it ends them, and then says all at once. */
  hold(): void;
}

export async function createProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets: Socket[] = [];
  const pairs: { readonly near: Socket; readonly far: Socket }[] = [];
  let isFrozen = false;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    pairs.push({ near, far });
    for (const socket of [near, far]) sockets.push(socket.on("error", () => undefined));
    if (!isFrozen) near.pipe(far).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(target);
  url.port = `${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    hold() {
      for (const { near, far } of pairs) {
        const said: Buffer[] = [];
        far.unpipe(near).resume();
        far.on("data", (chunk: Buffer) => said.push(chunk));
        far.on("end", () => near.end(Buffer.concat(said)));
      }
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
