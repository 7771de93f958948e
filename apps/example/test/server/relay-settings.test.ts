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
    [{ RX_LRO_TARGET: target }, "set RX_LRO_PROJECT too"],
    [{ RX_LRO_TARGET: target, RX_LRO_PROJECT: "p" }, "set RX_LRO_TOKEN or RX_LRO_TOKEN_COMMAND"],
  ])("says what is missing: %o", (environment, problem) => {
    expect(() => readRelaySettings(environment)).toThrow(problem);
  });

  it.each([
    "earthengine",
    "earthengine.googleapis.com",
    "ftp://example.com",
    "http://example.com",
    "https://me:secret@example.com",
    "https://example.com?key=secret",
  ])("says what to set instead of the target %s, without showing it", (wrong) => {
    const environment = { RX_LRO_TARGET: wrong, RX_LRO_PROJECT: "p", RX_LRO_TOKEN: "t" };
    expect(() => readRelaySettings(environment)).toThrow(
      /^RX_LRO_TARGET must be like "https:\/\/earthengine\.googleapis\.com"; plain http is for this machine alone$/,
    );
  });

  it.each([
    ["RX_LRO_PROJECT", "projects/p", 'RX_LRO_PROJECT must be like "my-project", not "projects/p"'],
    ["RX_LRO_QUOTA_PROJECT", "q\n", 'RX_LRO_QUOTA_PROJECT must be like "my-project", not "q\\n"'],
    ["RX_LRO_TOKEN", "t\n", "RX_LRO_TOKEN must be a token alone, without spaces and line breaks"],
  ])("says what is wrong with %s", (setting, value, problem) => {
    const right = { RX_LRO_TARGET: target, RX_LRO_PROJECT: "p", RX_LRO_TOKEN: "t" };
    expect(() => readRelaySettings({ ...right, [setting]: value })).toThrow(problem);
  });

  it("takes plain http on this machine", () => {
    const local = "http://localhost:8080";
    const environment = { RX_LRO_TARGET: local, RX_LRO_PROJECT: "p", RX_LRO_TOKEN: "t" };
    expect(readRelaySettings(environment)?.target).toBe(local);
  });
});
