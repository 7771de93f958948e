import {
  type Capability,
  type Kind,
  type Subject,
  standardFailure,
  standardResponse,
} from "@rx-lro/conformance";
import { Code, type Operation } from "@rx-lro/core";
import type { HttpClient } from "@rx-lro/transport-http";
import { connect } from "./clients.ts";
import { startOddlyNamed, startWait } from "./showcase-service.ts";

const ignoresCancel = "it accepts and ignores a cancellation";

/** What gapic-showcase can't do. */
const lacking = {
  gate: "its work ends at the time that it was started with",
  untilCancelled: ignoresCancel,
  breaking: ignoresCancel,
  uncancellable: ignoresCancel,
  reporting: "its metadata is the time of its end, and null after it",
  delete: "it accepts and ignores a deletion",
  list: "it lists made-up operations, and none that was started",
  listParent: "no list shows its operations",
  wait: "it has no such method",
  queue: "it runs all at once",
  insight: "it does no work that could be told to stop",
  errorDetails: "it checks no field of a list",
} as const satisfies Partial<Record<Capability, string>>;

type Startable = Exclude<Kind, keyof typeof lacking>;

const starts: Record<Startable, () => Promise<Operation>> = {
  succeed: () => startWait({ ttl: "0.1s", success: standardResponse }),
  succeedBare: () => startWait({ ttl: "0.1s" }),
  fail: () => startWait({ ttl: "0.1s", error: standardFailure }),
  endCancelled: () => startWait({ ttl: "0.1s", error: { code: Code.CANCELLED } }),
  stubborn: () => startWait({ ttl: "0.5s", success: standardResponse }),
  oddlyNamed: () => startOddlyNamed(2000),
};

/** The running server, for the scenarios of the conformance suite. */
export function createShowcaseSubject(client: HttpClient): Subject {
  const { operations, requests } = connect(client);
  return {
    operations,
    start: (kind) => starts[kind as Startable](),
    unknownName: "operations/nope",
    lacks: Object.keys(lacking) as (keyof typeof lacking)[],
    requestCount: () => requests.length,
    // A guard against what hangs: machines are slow at times.
    patienceMs: 20_000,
  };
}

/** Why it can't, for reports. */
export const whyLacking: Partial<Record<Capability, string>> = lacking;
