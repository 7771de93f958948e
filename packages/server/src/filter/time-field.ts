/** The times of an operation, by the names that metadata shows them under. */
const TIME_FIELDS = ["createTime", "startTime", "updateTime", "endTime"];

/** Whether a field of the metadata is one of the engine's times. */
export function isTimeField(field: string): boolean {
  return TIME_FIELDS.includes(field);
}
