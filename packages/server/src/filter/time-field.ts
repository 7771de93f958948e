/** The times of an operation, by the names that metadata shows them under. */
const TIME_FIELDS = ["createTime", "startTime", "updateTime", "endTime"] as const;

/** One of the times of an operation. */
export type TimeField = (typeof TIME_FIELDS)[number];

/** Whether a field of the metadata is one of the engine's times. */
export function isTimeField(field: string): field is TimeField {
  return (TIME_FIELDS as readonly string[]).includes(field);
}
