import { Code, type Operations, RpcError } from "@rx-lro/core";

/** What reached the operations: the method, its request and the call's options without the signal. */
type Received = readonly [method: string, request: unknown, options?: unknown];

/** Operations that write down what they are asked and answer as told, by default with the name alone. */
export function createRecorder(answers: Partial<Operations> = {}) {
  const received: Received[] = [];
  const note = (method: string, request: unknown, options: { fields?: string } = {}) => {
    const { fields } = options;
    received.push(fields === undefined ? [method, request] : [method, request, { fields }]);
  };
  const operations: Operations = {
    async getOperation(request, options) {
      note("get", request, options);
      return answers.getOperation?.(request, options) ?? { name: request.name };
    },
    async listOperations(request, options) {
      note("list", request, options);
      return answers.listOperations?.(request, options) ?? { operations: [] };
    },
    async cancelOperation(request, options) {
      note("cancel", request, options);
      await answers.cancelOperation?.(request, options);
    },
    async deleteOperation(request, options) {
      note("delete", request, options);
      await answers.deleteOperation?.(request, options);
    },
    async waitOperation(request, options) {
      note("wait", request, options);
      return answers.waitOperation?.(request, options) ?? { name: request.name };
    },
  };
  return { operations, received };
}

/** Operations whose get fails. */
export function failing(thrown: unknown = new RpcError(Code.UNAVAILABLE, "down")): Operations {
  return createRecorder({ getOperation: () => Promise.reject(thrown) }).operations;
}
