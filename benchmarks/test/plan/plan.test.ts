import { describe, expect, it } from "vitest";
import { clients } from "../../src/clients/clients.ts";
import { readOptions } from "../../src/options.ts";
import { planBench } from "../../src/plan/plan.ts";
import { workloads } from "../../src/plan/workloads.ts";

const plan = (...args: string[]) => planBench(readOptions(args));

describe("planBench()", () => {
  it("plans everything, for clients that there are", () => {
    expect(plan().map(({ id }) => id)).toEqual(workloads.map(({ id }) => id));
    const ids = new Set(plan().flatMap(({ clientIds }) => clientIds));
    expect(Object.keys(clients)).toEqual(expect.arrayContaining([...ids]));
  });

  it("keeps to the clients and the workloads that are named", () => {
    const planned = plan("--only", "rx-lro-get-fetch", "--only", "throughput", "--runs", "1");
    expect(planned).toMatchObject([
      { id: "throughput-256", runs: 1, clientIds: ["rx-lro-get-fetch"] },
    ]);
  });

  it("takes an id for itself, though others start so", () => {
    const planned = plan("--only", "settle-100", "--only", "rx-lro-get");
    expect(planned).toMatchObject([{ id: "settle-100", clientIds: ["rx-lro-get"] }]);
  });

  it("refuses a name that fits nothing", () => {
    expect(() => plan("--only", "rx-lro", "--only", "nothing")).toThrow(RangeError);
    expect(() => plan("--only", "")).toThrow('called ""');
    expect(() => plan("--runs", "many")).toThrow(TypeError);
  });

  it("refuses clients that aren't put to the workloads that are named", () => {
    const args = ["--only", "settle-100000", "--only", "google-gax"];
    expect(() => plan(...args)).toThrow("settle-100000, google-gax");
  });

  it("refuses to check what tells nothing that must hold", () => {
    expect(() => plan("--check", "--only", "undici-loop")).toThrow("alone: undici-loop");
  });

  it("has one small workload of each kind when it is to be quick", () => {
    const planned = plan("--quick");
    expect(planned.map(({ kind }) => kind)).toEqual(["settle", "throughput", "memory", "cancel"]);
    expect(planned.every(({ operations, runs }) => operations === 20 && runs === 1)).toBe(true);
  });

  it("leaves out what no criterion needs when it is to check", () => {
    const planned = plan("--check");
    expect(planned.find(({ id }) => id === "settle-100")).toBeUndefined();
    expect(planned.find(({ id }) => id === "throughput-256")?.clientIds).not.toContain("rxjs-loop");
  });
});
