import { request } from "node:http";

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
