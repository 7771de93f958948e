/** Ms of the machine's monotonic clock: the same in every process, and never set back. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
