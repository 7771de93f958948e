import { describe, expect, it } from "vitest";
import { readRelaySettings } from "../../src/server/relay-settings.ts";

const target = "https://earthengine.googleapis.com";

describe("readRelaySettings()", () => {
  it("is nothing without a target", () => {
    expect(readRelaySettings({ RX_LRO_PROJECT: "p", RX_LRO_TOKEN: "t" })).toBeUndefined();
  });

  it("reads target, project and credentials", () => {
    expect(
      readRelaySettings({
        RX_LRO_TARGET: target,
        RX_LRO_PROJECT: "p",
        RX_LRO_TOKEN_COMMAND: "gcloud auth print-access-token",
        RX_LRO_QUOTA_PROJECT: "q",
      }),
    ).toEqual({
      target,
      project: "p",
      tokenCommand: "gcloud auth print-access-token",
      quotaProject: "q",
    });
  });

  it.each([
    [{ RX_LRO_TARGET: "earthengine" }, "RX_LRO_TARGET must be a URL, not earthengine"],
    [{ RX_LRO_TARGET: target }, "set RX_LRO_PROJECT too"],
    [{ RX_LRO_TARGET: target, RX_LRO_PROJECT: "p" }, "set RX_LRO_TOKEN or RX_LRO_TOKEN_COMMAND"],
  ])("says what is missing: %o", (environment, problem) => {
    expect(() => readRelaySettings(environment)).toThrow(problem);
  });
});
