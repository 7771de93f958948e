import { describe, expect, it } from "vitest";
import { GroupCommit } from "../../src/sqlite/group-commit.ts";

/** A commit that writes down its transactions, and refuses values below zero. */
function createRecorded() {
  const transactions: (readonly [string, number])[][] = [];
  const commit = new GroupCommit<number>((write) => {
    transactions.push([]);
    write();
  });
  const put = (what: string) => (value: number) => {
    if (value < 0) throw new RangeError(`${value}`);
    transactions.at(-1)?.push([what, value]);
  };
  return { transactions, commit, put };
}

describe("what is written in one turn", () => {
  it("is one transaction, in order, with the latest value of each key", async () => {
    const { transactions, commit, put } = createRecorded();
    await Promise.all([
      commit.add("a", 1, put("insert")),
      commit.add("b", 2, put("update")),
      Promise.resolve().then(() => commit.add("a", 3, put("update"))),
    ]);
    await commit.add("a", 4, put("update"));
    expect(transactions).toEqual([
      [
        ["insert", 3],
        ["update", 2],
      ],
      [["update", 4]],
    ]);
  });

  it("is refused one by one, each for its own reason", async () => {
    const { transactions, commit, put } = createRecorded();
    const writes = [
      commit.add("a", 1, put("a")),
      commit.add("b", -1, put("b")),
      commit.add("c", 2, put("c")),
    ];
    expect(await Promise.allSettled(writes)).toEqual([
      { status: "fulfilled" },
      { status: "rejected", reason: new RangeError("-1") },
      { status: "fulfilled" },
    ]);
    expect(transactions).toEqual([[["a", 1]], [["a", 1]], [], [["c", 2]]]);
    await commit.flush();
    expect(transactions).toHaveLength(4);
  });

  it("is refused together when the transaction can't begin, without a try for each", async () => {
    let begun = 0;
    const busy = new Error("database is locked");
    const commit = new GroupCommit<number>(() => {
      begun += 1;
      throw busy;
    });
    const writes = ["a", "b", "c"].map((key) => commit.add(key, 1, () => undefined));
    const refused = { status: "rejected", reason: busy };
    expect(await Promise.allSettled(writes)).toEqual([refused, refused, refused]);
    expect(begun).toBe(1);
  });
});

describe("what is noted", () => {
  it("waits for the next write", async () => {
    const { transactions, commit, put } = createRecorded();
    commit.note("a", 1, put("note"));
    await new Promise(setImmediate);
    expect(transactions).toEqual([]);
    await commit.add("b", 2, put("update"));
    expect(transactions).toEqual([
      [
        ["note", 1],
        ["update", 2],
      ],
    ]);
  });

  it("is written by a flush, which resolves when it is refused too", async () => {
    const { transactions, commit, put } = createRecorded();
    commit.note("a", 1, put("note"));
    await commit.flush();
    commit.note("a", -1, put("note"));
    await commit.flush();
    expect(transactions).toEqual([[["note", 1]], []]);
  });
});
