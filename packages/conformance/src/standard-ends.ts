import { type Any, Code, type Status } from "@rx-lro/core";

/** The response of every kind of work that has one; a subject may add an `@type` of its own. */
export const standardResponse = { content: "hello" } as const;

/** The metadata of the kind `reporting`; a subject may add to it. */
export const standardMetadata = { progress: 0.5 } as const;

/** How the kind `fail` ends; a subject may add to its details, such as empty fields. */
export const standardFailure = {
  code: Code.FAILED_PRECONDITION,
  message: "not today",
  details: [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "CONFORMANCE",
      domain: "rx-lro.example",
    },
  ],
} as const satisfies Status & { details: readonly Any[] };
