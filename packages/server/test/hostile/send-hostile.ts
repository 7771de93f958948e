import { Agent, request } from "node:http";
import { sendText } from "../support/raw-request.ts";
import type { HostileRequest } from "./hostile-requests.ts";

/** Connections that are used again and again. */
export function createAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 16 });
}

/**
 * Sends a request, by `node:http` or, if that refuses to, as text. Resolves to what is wrong with the answer, and
 * undefined when it is right: JSON with 200, AIP-193's shape with an error; a batch's answer has no
 * status from 500 on.
 */
export async function findProblem(
  url: string,
  agent: Agent,
  hostile: HostileRequest,
): Promise<string | undefined> {
  const { status, text } = await send(url, agent, hostile).catch(() => sendAsText(url, hostile));
  // What is refused before its method is read has a body for HEAD, too, and ends the connection.
  if (hostile.method === "HEAD") return status < 500 ? undefined : String(status);
  if (status === 204) return text === "" ? undefined : "a body with 204";
  if (text.startsWith("--batch_")) return /^HTTP\/1.1 5/m.test(text) ? text : undefined;
  const { error } = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } };
  if (status === 200) return error === undefined ? undefined : "an error with 200";
  const isTold = error?.code === status && typeof error.message === "string" && status !== 500;
  return isTold ? undefined : `${status} with ${text.slice(0, 200)}`;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function send(url: string, agent: Agent, hostile: HostileRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, target: path, headers: lines, body } = hostile;
    const headers = Object.fromEntries(lines.map((line) => line.split(/: ?(.*)/s)));
    const sent = request(url, { method, path, headers, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on("error", reject);
    sent.end(method === "GET" || method === "HEAD" ? undefined : body);
  });
}

async function sendAsText(
  url: string,
  { method, target, headers }: HostileRequest,
): Promise<Answer> {
  // By the older version, so that the answer comes in one piece.
  const lines = [`${method} ${target} HTTP/1.0`, "host: x", ...headers];
  const answer = await sendText(url, `${lines.join("\r\n")}\r\n\r\n`);
  const [head = "", text = ""] = answer.split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), text };
}
