import type { CancellationOutcome } from "../lifecycle/cancellation-outcome.ts";
import type { OperationState } from "../lifecycle/operation-state.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import type { Any } from "../protocol/any.ts";
import { type Decoder, memoised } from "./decoder.ts";
import { memoiseLatest } from "./memoise-latest.ts";

/** The decoders of a view. */
export interface Decoders<R, M> {
  /** Decodes the response. One that throws makes the outcome of this view `malformed`. */
  readonly response?: Decoder<R>;
  /** Decodes the metadata. One that throws leaves `metadata` undefined and tells why. */
  readonly metadata?: Decoder<M>;
}

/** Turns what was tracked into what a view shows. The same input gives the same output. */
export interface StateDecoder<R, M> {
  state(raw: OperationState): OperationState<R, M>;
  cancellation(raw: CancellationOutcome): CancellationOutcome<R>;
}

const AS_IT_IS: StateDecoder<Any, Any> = {
  state: (raw) => raw,
  cancellation: (raw) => raw,
};

/** A decoder of whole states. Without decoders, states pass as they are, shared by all views. */
export function createStateDecoder<R, M>(decoders: Decoders<R, M>): StateDecoder<R, M> {
  const response = decoders.response && memoised(decoders.response);
  const metadata = decoders.metadata && memoised(decoders.metadata);
  if (response === undefined && metadata === undefined) {
    // Without decoders R and M are Any, which is what the tracked state holds.
    return AS_IT_IS as StateDecoder<R, M>;
  }

  const outcome = (raw: Outcome): Outcome<R> => {
    if (raw.type !== "succeeded") return raw;
    if (response === undefined || raw.response === undefined) return raw as Outcome<R>;
    const decoded = response(raw.response);
    if ("value" in decoded) return { type: "succeeded", response: decoded.value };
    return { type: "malformed", problem: `the response can't be decoded: ${decoded.problem}` };
  };
  const cancellation = memoiseLatest(
    (raw: CancellationOutcome): CancellationOutcome<R> =>
      raw.type === "completed" ? { type: "completed", outcome: outcome(raw.outcome) } : raw,
  );
  const decodedMetadata = (raw: OperationState) => {
    if (raw.metadata === undefined || metadata === undefined) return {};
    const decoded = metadata(raw.metadata);
    if ("value" in decoded) return { metadata: decoded.value };
    return { metadata: undefined, metadataProblem: decoded.problem };
  };

  const state = (raw: OperationState) =>
    ({
      ...raw,
      ...decodedMetadata(raw),
      ...(raw.cancellation && { cancellation: cancellation(raw.cancellation) }),
      ...(raw.type === "done" && { outcome: outcome(raw.outcome) }),
    }) as OperationState<R, M>;
  return { cancellation, state: memoiseLatest(state) };
}
