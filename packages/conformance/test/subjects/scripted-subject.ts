import { Code, type Operation, operationNameProblem, RpcError } from "@rx-lro/core";
import {
  cancelled,
  createScriptedOperations,
  failed,
  notFound,
  running,
  succeeded,
} from "@rx-lro/core/testing";
import {
  type Capability,
  type Kind,
  type Subject,
  standardFailure,
  standardMetadata,
  standardResponse,
} from "../../src/index.ts";

/** Lists and waits would be a service of their own. */
export const SCRIPTED_LACKS: readonly Capability[] = [
  "list",
  "wait",
  "queue",
  "listParent",
  "errorDetails",
];

interface Work {
  readonly name: string;
  readonly kind: Kind;
  looks: number;
  isReleased: boolean;
  isCancelled: boolean;
  end?: Operation;
}

/** Scripted operations that play a service: its work goes on with each look, and needs no time. */
export function createScriptedSubject(): Subject {
  const shown = new Map<string, Work>();
  const started = new Map<string, Work>();

  const find = (name: string): Work => {
    const problem = operationNameProblem(name);
    if (problem !== undefined) throw new RpcError(Code.INVALID_ARGUMENT, problem);
    const work = shown.get(name);
    if (work === undefined) throw notFound(name);
    return work;
  };
  const operations = createScriptedOperations({
    get: [({ name }) => look(find(name))],
    cancel: [({ name }) => askToCancel(find(name))],
    delete: [({ name }) => void shown.delete(find(name).name)],
  });
  const known = (name: string) => started.get(name) ?? find(name);
  return {
    operations,
    async start(kind) {
      const name = `operations/${kind === "oddlyNamed" ? "a+b=" : ""}${started.size}`;
      const work: Work = { name, kind, looks: 0, isReleased: false, isCancelled: false };
      started.set(name, work);
      shown.set(name, work);
      return running(name);
    },
    unknownName: "operations/none",
    release(name) {
      known(name).isReleased = true;
    },
    isCancelled: (name) => known(name).isCancelled,
    requestCount: () => operations.calls.length,
    lacks: SCRIPTED_LACKS,
  };
}

function look(work: Work): Operation {
  work.looks += 1;
  const end = work.end ?? endOf(work);
  if (end === undefined) return running(work.name);
  work.end = end;
  return end;
}

function askToCancel(work: Work): void {
  if (work.kind === "uncancellable") throw new RpcError(Code.UNIMPLEMENTED, "it can't be");
  work.isCancelled = true;
}

/** How the work has ended by now, if it has. */
function endOf({ name, kind, looks, isReleased, isCancelled }: Work): Operation | undefined {
  const { code, message, details } = standardFailure;
  const success = succeeded(name, standardResponse);
  const endings: Record<Kind, Operation | false> = {
    succeed: looks > 1 && success,
    reporting: looks > 1 && { ...success, metadata: standardMetadata },
    succeedBare: looks > 1 && succeeded(name),
    fail: looks > 1 && failed(name, code, message, [...details]),
    endCancelled: looks > 1 && cancelled(name),
    untilCancelled: isCancelled && cancelled(name),
    stubborn: isCancelled && success,
    breaking: isCancelled && failed(name, Code.DATA_LOSS, "broke while being cancelled"),
    uncancellable: isReleased && success,
    gate: isCancelled ? cancelled(name) : isReleased && success,
    oddlyNamed: isCancelled && cancelled(name),
  };
  return endings[kind] || undefined;
}
