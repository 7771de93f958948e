/** How many digits at the end of a name say which operation it is. */
export const INDEX_DIGITS = 8;

const ID_PREFIX = "OPERATION0000000";

/** The name of an operation, as long as Earth Engine's are. `index` may be a placeholder of as many characters. */
export function operationName(parent: string, index: number | string): string {
  return `${parent}/operations/${ID_PREFIX}${String(index).padStart(INDEX_DIGITS, "0")}`;
}

/** Which operation a name names; NaN if none. */
export function operationIndex(name: string): number {
  return Number(name.slice(-INDEX_DIGITS));
}
