// What the tests use of @google/earthengine, which has no types of its own.
declare module "@google/earthengine" {
  export type Callback<T> = (value: T, error?: string) => void;

  export interface Operation {
    readonly name: string;
    readonly metadata: Readonly<Record<string, unknown>>;
    readonly done: boolean | null;
    readonly error: { code: number; message: string; details: unknown } | null;
    readonly response: Readonly<Record<string, unknown>> | null;
  }

  interface Task {
    readonly id: string;
    start(success: () => void, failure: (error: string) => void): void;
  }

  const ee: {
    initialize(
      apiUrl: string,
      tileUrl: string,
      success: () => void,
      failure: (error: unknown) => void,
      xsrfToken: null,
      project: string,
    ): void;
    reset(): void;
    Image(constant: number): object;
    FeatureCollection(id: string): object;
    readonly batch: {
      Export: {
        image: { toDrive(image: object, description: string): Task };
        table: { toDrive(collection: object, description: string): Task };
      };
    };
    data: {
      getOperation(name: string, callback: Callback<Operation>): void;
      getOperation(names: string[], callback: Callback<Record<string, Operation>>): void;
      listOperations(limit: number | undefined, callback: Callback<Operation[]>): void;
      cancelOperation(name: string | string[], callback: Callback<unknown>): void;
      cancelTask(id: string, callback: Callback<unknown>): void;
      getTaskStatus(id: string, callback: Callback<Record<string, unknown>[]>): void;
    };
  };
  // biome-ignore lint/style/noDefaultExport: it is what `module.exports` is.
  export default ee;
}
