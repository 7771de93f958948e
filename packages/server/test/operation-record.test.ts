import { describe, expect, it } from "vitest";
import {
  cancelledEnd,
  createRecord,
  recordCancelRequest,
  recordEnd,
  recordReport,
  recordStart,
} from "../src/engine/operation-record.ts";

const PENDING = createRecord(
  { name: "operations/x", parent: "", method: "work", reported: {} },
  1000,
);

describe("an operation's record", () => {
  it("records its life in times that never go back", () => {
    const running = recordStart(PENDING, 900);
    const asked = recordCancelRequest(running, 2000);
    const ended = recordEnd(asked, cancelledEnd, 1700);
    expect(ended).toEqual({
      name: "operations/x",
      parent: "",
      method: "work",
      reported: {},
      attempt: 1,
      cancelRequested: true,
      createTime: 1000,
      startTime: 1000,
      updateTime: 2000,
      endTime: 2000,
      end: cancelledEnd,
    });
  });

  it("keeps its first start when the method runs again", () => {
    const again = recordStart(recordStart(PENDING, 2000), 3000);
    expect(again).toMatchObject({ attempt: 2, startTime: 2000, updateTime: 3000 });
  });

  it("is itself when there is nothing to change", () => {
    const asked = recordCancelRequest(PENDING, 2000);
    const ended = recordEnd(asked, { response: {} }, 3000);
    expect(recordCancelRequest(asked, 4000)).toBe(asked);
    expect([
      recordStart(ended, 4000),
      recordReport(ended, { a: 1 }, 4000),
      recordCancelRequest(ended, 4000),
      recordEnd(ended, cancelledEnd, 4000),
    ]).toEqual([ended, ended, ended, ended]);
    expect(recordEnd(ended, cancelledEnd, 4000)).toBe(ended);
  });
});
