// What the tests use of googleapis. Its own types of 340 APIs would double the time of every check.
import type { ListOperationsResponse, Operation } from "@rx-lro/core";

/** A method of an API. */
type Call<T = Operation> = (parameters: {
  readonly project?: string;
  readonly name?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
  readonly requestBody?: object;
}) => Promise<{ readonly data: T }>;

interface Operations {
  readonly get: Call;
  readonly list: Call<ListOperationsResponse>;
  readonly cancel: Call<object>;
  readonly delete: Call<object>;
  readonly wait: Call;
}

export const google: {
  /** An API made of a discovery document; here one as Earth Engine's. */
  discoverAPI(url: string): Promise<{
    readonly projects: {
      readonly image: { readonly export: Call };
      readonly operations: Operations;
    };
  }>;
  run(options: { readonly version: "v2"; readonly rootUrl: string }): {
    readonly projects: { readonly locations: { readonly operations: Operations } };
  };
};
