import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import jsonMask from "json-mask";
import { nowMs } from "./clock.ts";
import { HeldWaits } from "./held-waits.ts";
import { OperationAnswers } from "./operation-answers.ts";
import { operationIndex } from "./operation-name.ts";
import { OperationSet, type OperationSetPlan } from "./operation-set.ts";
import { noRequests, type RequestCounts } from "./request-counts.ts";

const ROUTE = /^\/v1\/(projects\/[^/?]+)\/operations(?:\/([^/:?]+)(?::(\w+))?)?(?:\?(.*))?$/;
const MAX_PAGE_SIZE = 1000;
const MAX_WAIT_MS = 60_000;
const NOT_FOUND = Buffer.from(
  '{"error":{"code":404,"message":"There is no such operation.","status":"NOT_FOUND"}}',
);
const EMPTY = Buffer.from("{}");

/** A parent's operations, and the answers about them for each field mask. */
interface Parent {
  readonly set: OperationSet;
  readonly answers: Map<string, OperationAnswers>;
  readonly waits: HeldWaits;
}

/** `projects.operations` over HTTP as Earth Engine has it, at little cost: answers are copied together. */
export class OperationsService {
  readonly #parents = new Map<string, Parent>();
  counts: RequestCounts = noRequests();

  /** Replaces the operations that the parent had, and restarts the counts. */
  load(plan: OperationSetPlan): OperationSet {
    const set = new OperationSet(plan, nowMs());
    this.#parents.set(plan.parent, { set, answers: new Map(), waits: new HeldWaits(set) });
    this.counts = noRequests();
    return set;
  }

  /** @throws TypeError when nothing was loaded there. */
  operationsOf(parent: string): OperationSet {
    const set = this.#parents.get(parent)?.set;
    if (set === undefined) throw new TypeError(`${parent} has no operations`);
    return set;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const [, parentName = "", id, verb, query = ""] = ROUTE.exec(request.url ?? "") ?? [];
    const parent = this.#parents.get(parentName);
    const index = id === undefined ? undefined : operationIndex(id);
    if (parent === undefined || (index !== undefined && !parent.set.has(index))) {
      send(response, undefined);
    } else if (index === undefined) {
      send(response, this.#list(parent, query));
    } else if (verb === "wait") {
      this.counts.wait += 1;
      parent.set.see(index);
      hold(parent, index, request, () => send(response, tell(parent, index, query)));
    } else {
      send(response, this.#call(verb ?? request.method, parent, index, query));
    }
  }

  #list(parent: Parent, query: string): Buffer {
    const parameters = new URLSearchParams(query);
    const size = Math.min(Number(parameters.get("pageSize")) || MAX_PAGE_SIZE, MAX_PAGE_SIZE);
    const start = Number(parameters.get("pageToken"));
    const answers = answersOf(parent, parameters.get("fields"), true);
    const { bytes, rows } = answers.page(start, size, nowMs());
    this.counts.list += 1;
    this.counts.rows += rows;
    if (start > 0) this.counts.laterPages += 1;
    return bytes;
  }

  #call(
    method: string | undefined,
    parent: Parent,
    index: number,
    query: string,
  ): Buffer | undefined {
    switch (method) {
      case "GET":
        this.counts.get += 1;
        return tell(parent, index, query);
      case "cancel":
        this.counts.cancel += 1;
        parent.set.cancel(index, nowMs());
        parent.waits.move(index);
        return EMPTY;
      case "DELETE":
        this.counts.delete += 1;
        parent.set.delete(index);
        return EMPTY;
      default:
        return undefined;
    }
  }
}

function answersOf({ answers, set }: Parent, mask: string | null, isList: boolean) {
  const key = `${isList} ${mask}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const made = new OperationAnswers(set, (operation) => {
    if (!mask) return operation;
    if (!isList) return jsonMask(operation, mask) ?? {};
    return jsonMask({ operations: [operation] }, mask)?.operations?.[0] ?? {};
  });
  answers.set(key, made);
  return made;
}

function tell(parent: Parent, index: number, query: string): Buffer {
  const mask = query.includes("fields=") ? new URLSearchParams(query).get("fields") : null;
  return answersOf(parent, mask, false).operation(index, nowMs());
}

function hold(parent: Parent, index: number, request: IncomingMessage, answer: () => void): void {
  const start = (body: string) => {
    const { timeout } = JSON.parse(body || "{}") as { timeout?: string };
    const timeoutMs = timeout === undefined ? MAX_WAIT_MS : Number.parseFloat(timeout) * 1000;
    parent.waits.hold(index, nowMs() + Math.min(timeoutMs, MAX_WAIT_MS), answer);
  };
  // Clients end in the middle of a request too.
  text(request).then(start, () => {});
}

/** @param body - undefined: not found */
function send(response: ServerResponse, body: Buffer | undefined): void {
  const { length } = body ?? NOT_FOUND;
  response.sendDate = false;
  response.writeHead(body === undefined ? 404 : 200, {
    "content-type": "application/json",
    "content-length": length,
  });
  response.end(body ?? NOT_FOUND);
}
