import { describe, expect, it } from "vitest";
import { decodeTaskMetadata, imageOf, type Task, titleOf } from "../../src/monitor/task.ts";

const type = "type.googleapis.com/google.earthengine.v1.OperationMetadata";

describe("decodeTaskMetadata()", () => {
  it("reads Earth Engine's metadata", () => {
    const metadata = {
      "@type": type,
      state: "RUNNING",
      description: "Alps",
      type: "EXPORT_IMAGE",
      createTime: "2026-01-01T10:00:00Z",
      startTime: "2026-01-01T10:00:05Z",
      updateTime: "2026-01-01T10:00:09Z",
      endTime: "2026-01-01T10:00:09Z",
      destinationUris: ["https://example.com/image"],
      attempt: 1,
    };
    const { "@type": _, attempt, ...read } = metadata;
    expect(decodeTaskMetadata(metadata)).toEqual(read);
  });

  it("reads nothing where nothing is, or something else, or Earth Engine's 1970", () => {
    const metadata = {
      "@type": type,
      description: 7,
      startTime: "1970-01-01T00:00:00Z",
      endTime: "soon",
      destinationUris: ["a", 1],
    };
    expect(decodeTaskMetadata(metadata)).toEqual({
      description: "",
      type: "",
      state: "",
      createTime: "",
      startTime: "",
      updateTime: "",
      endTime: "",
      destinationUris: ["a"],
    });
    expect(decodeTaskMetadata({ "@type": type }).destinationUris).toEqual([]);
  });
});

describe("titleOf()", () => {
  it("is the description, else the last part of the name", () => {
    const metadata = decodeTaskMetadata({ "@type": type, description: "Alps" });
    expect(titleOf({ type: "running", name: "projects/p/operations/o", metadata })).toBe("Alps");
    expect(titleOf({ type: "running", name: "projects/p/operations/o" })).toBe("o");
  });
});

describe("imageOf()", () => {
  const done = (...destinationUris: string[]): Task => ({
    type: "done",
    name: "o",
    metadata: decodeTaskMetadata({ "@type": type, destinationUris }),
    outcome: { type: "succeeded", response: undefined },
  });

  it("is an image of this server alone", () => {
    expect(imageOf(done("https://example.com/a.png", "/exports/a-1.png"))).toBe("/exports/a-1.png");
    expect(imageOf(done("https://example.com/exports/a.png", "/exports/../a.png"))).toBeUndefined();
  });

  it("is nothing before the end", () => {
    const { metadata } = done("/exports/a.png");
    expect(imageOf({ type: "running", name: "o", ...(metadata && { metadata }) })).toBeUndefined();
  });
});
