import { Code, type RpcError } from "@rx-lro/core/protocol";
import type { Call, Exchange } from "./exchange.ts";

/** An exchange for delete: after an attempt whose answer was lost, finding the operation gone is a success. */
export function createDeleteExchange(exchange: Exchange): Exchange {
  return <T>(call: Call<T>) => {
    const attempt = exchange(call);
    let isLost = false;
    return async (signal, token) => {
      try {
        return await attempt(signal, token);
      } catch (error) {
        const { code, unrouted } = error as Partial<RpcError>;
        if (isLost && code === Code.NOT_FOUND && !unrouted) return undefined as T;
        isLost ||= code === Code.UNAVAILABLE;
        throw error;
      }
    };
  };
}
