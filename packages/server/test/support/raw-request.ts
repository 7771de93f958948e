import { request } from "node:http";
import { connect } from "node:net";

/** An answer as it came over the socket. */
export interface RawAnswer {
  readonly status: number | undefined;
  readonly contentType: string | undefined;
  readonly text: string;
}

/** Sends a request whose target is written to the socket as it is. */
export function sendRaw(
  url: string,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, path, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("error", reject);
      response.on("end", () => {
        const contentType = response.headers["content-type"];
        resolve({ status: response.statusCode, contentType, text });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Writes a text to a new connection, and answers all that comes until the server ends it. */
export function sendText(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      answer += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
    socket.write(text);
  });
}
