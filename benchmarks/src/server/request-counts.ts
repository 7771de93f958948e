/** What clients have asked a server for. */
export interface RequestCounts {
  get: number;
  list: number;
  /** Those of `list` that asked for a page after the first. */
  laterPages: number;
  /** Operations that lists showed. */
  rows: number;
  wait: number;
  cancel: number;
  delete: number;
}

export function noRequests(): RequestCounts {
  return { get: 0, list: 0, laterPages: 0, rows: 0, wait: 0, cancel: 0, delete: 0 };
}

/** All requests that showed operations. */
export function countLooks({ get, list, wait }: RequestCounts): number {
  return get + list + wait;
}
