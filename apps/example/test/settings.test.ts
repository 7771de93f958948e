import { describe, expect, it } from "vitest";
import { SettingError } from "../src/setting-error.ts";
import { readSettings } from "../src/settings.ts";

const relay = { target: "https://lro.example", project: "p", token: "t" };
const RELAY = { RX_LRO_TARGET: relay.target, RX_LRO_PROJECT: "p", RX_LRO_TOKEN: "t" };
const standard = { exit: false, port: 0, host: "127.0.0.1" };
const databaseUrl = "postgresql://lro:secret@localhost/lro";

describe("readSettings()", () => {
  it.each([
    [[], {}, standard],
    [["--port", "8080", "--host", "::"], {}, { ...standard, port: 8080, host: "::" }],
    [["--help"], { RX_LRO_TARGET: "wrong", DATABASE_URL: "wrong" }, undefined],
    [[], { ...RELAY, DATABASE_URL: "of something else" }, { ...standard, relay }],
    [[], RELAY, { ...standard, relay }],
    [["--exit"], RELAY, { ...standard, exit: true }],
    [[], { DATABASE_URL: databaseUrl }, { ...standard, databaseUrl }],
    [[], { DATABASE_URL: "" }, standard],
  ])("reads %j and %j", (args, environment, settings) => {
    expect(readSettings(args, environment)).toEqual(settings);
  });

  it.each([
    [["--port", "1e3"], {}, '--port must be a number from 0 to 65535, not "1e3"'],
    [["--port="], {}, '--port must be a number from 0 to 65535, not ""'],
    [["--port"], {}, "Option '--port <value>' argument missing"],
    [["8080"], {}, "Unexpected argument '8080'. This command does not take positional arguments"],
    [["--exits"], {}, "Unknown option '--exits'"],
    [["--host="], {}, "--host must be an address, such as 0.0.0.0"],
    [
      ["--host", "0.0.0.0"],
      RELAY,
      "--host and RX_LRO_TARGET exclude each other: its token is for this machine alone",
    ],
    [
      [],
      { ...RELAY, RX_LRO_TARGET: "http://lro.example" },
      'RX_LRO_TARGET must be like "https://earthengine.googleapis.com"; plain http is for this machine alone',
    ],
  ])("says in one line what is wrong with %j and %j", (args, environment, problem) => {
    expect(() => readSettings(args, environment)).toThrow(new SettingError(problem));
  });

  it.each(["lro:secret@localhost", "mysql://localhost/lro", "postgresql://u:se#cret@h/lro"])(
    "says what to set instead of the DATABASE_URL %s, without showing it",
    (wrong) => {
      expect(() => readSettings([], { DATABASE_URL: wrong })).toThrow(
        new SettingError(`DATABASE_URL must be like "${databaseUrl}"`),
      );
    },
  );
});
