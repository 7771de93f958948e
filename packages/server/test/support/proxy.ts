import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to a server that may be cut off, so that nothing comes through and nobody is told. */
interface Proxy extends AsyncDisposable {
  /** The server's URL, this way. */
  readonly url: string;
  /** How many bytes the server has said. */
  readonly received: number;
  freeze(): void;
  /** Keeps back what the server says on the connections that there are; what it answers lets it through, all at once. */
  hold(): () => void;
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
    get received() {
      return pairs.reduce((sum, { far }) => sum + far.bytesRead, 0);
    },
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    hold() {
      const held = pairs.map(({ near, far }) => {
        const said: Buffer[] = [];
        const keep = (part: Buffer): unknown => said.push(part);
        // Read at once: what waits in a socket is lost when the server resets it.
        far.unpipe(near).on("data", keep).resume();
        return () => {
          near.write(Buffer.concat(said));
          far.off("data", keep).pipe(near);
        };
      });
      return () => {
        for (const release of held) release();
      };
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
