import { describe, expect, it } from "vitest";
import { createOperationsHandler, withCors } from "../src/index.ts";
import { createRecorder } from "./support/operations.ts";
import { BASE, send } from "./support/send.ts";

const APP = "https://app.example";
const LINE = "POST /v1/operations/x:cancel";
const PREFLIGHT = { origin: APP, "access-control-request-method": "POST" };

describe("withCors()", () => {
  it("answers a preflight without asking the handler", async () => {
    const { operations, received } = createRecorder();
    const handler = withCors(createOperationsHandler(operations), { origins: [APP] });
    const { status, headers } = await send(
      handler,
      "OPTIONS /v1/operations/x:cancel",
      undefined,
      PREFLIGHT,
    );
    expect([status, Object.fromEntries(headers), received]).toEqual([
      204,
      {
        "access-control-allow-origin": APP,
        "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
        "access-control-allow-headers": "authorization, content-type, x-request-id",
        "access-control-expose-headers": "retry-after, x-request-id",
        "access-control-max-age": "7200",
        vary: "origin",
      },
      [],
    ]);
  });

  it("lets an origin that is named read answers, errors too", async () => {
    const handler = withCors(createOperationsHandler(createRecorder().operations), {
      origins: [APP],
      credentials: true,
    });
    for (const line of [LINE, "GET /nothing"]) {
      const { headers } = await send(handler, line, undefined, { origin: APP });
      expect(headers.get("access-control-allow-origin")).toBe(APP);
      expect(headers.get("access-control-allow-credentials")).toBe("true");
      expect(headers.get("access-control-expose-headers")).toBe("retry-after, x-request-id");
      expect(headers.get("vary")).toBe("origin");
    }
  });

  it.each(["https://evil.example", "http://app.example", "https://app.example.evil", "null"])(
    "keeps pages of %s from the handler",
    async (origin) => {
      const { operations, received } = createRecorder();
      const handler = withCors(createOperationsHandler(operations), { origins: [APP] });
      const { status, headers, json } = await send(handler, LINE, undefined, { origin });
      expect([status, json.error.status, received]).toEqual([403, "PERMISSION_DENIED", []]);
      expect(headers.get("access-control-allow-origin")).toBeNull();
      expect(headers.get("vary")).toBe("origin");
    },
  );

  it("lets its own pages, also behind TLS, and programs in", async () => {
    const handler = withCors(createOperationsHandler(createRecorder().operations), {
      origins: [APP],
    });
    for (const headers of [{}, { origin: BASE }, { origin: BASE.replace("http:", "https:") }]) {
      const answer = await send(handler, LINE, undefined, headers);
      expect([answer.status, answer.headers.get("vary")]).toEqual([200, "origin"]);
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  it.each([
    ["lets a page in that is its own behind a proxy", APP, "same-origin", 200],
    ["keeps a page of its host by http: out of https:", BASE, "cross-site", 403],
    ["keeps a page of another port out", BASE, "same-site", 403],
  ])("%s, as browsers tell", async (_what, origin, site, wanted) => {
    const handler = withCors(createOperationsHandler(createRecorder().operations), { origins: [] });
    const { status } = await send(handler, LINE, undefined, { origin, "sec-fetch-site": site });
    expect(status).toBe(wanted);
  });

  it("lets all origins in with a star, and a program's OPTIONS through", async () => {
    const handler = withCors(createOperationsHandler(createRecorder().operations), {
      origins: "*",
    });
    const open = await send(handler, LINE, undefined, { origin: "https://any.example" });
    expect(open.headers.get("access-control-allow-origin")).toBe("*");
    expect(open.headers.get("vary")).toBeNull();
    const options = await send(handler, "OPTIONS /v1/operations/x");
    expect(options.headers.get("allow")).toBe("GET, DELETE, HEAD, OPTIONS");
  });

  it("takes answers whose headers can't be changed", async () => {
    const handler = withCors(async () => Response.redirect(`${BASE}/other`), { origins: [APP] });
    const { status, headers } = await send(handler, LINE, undefined, { origin: APP });
    expect([status, headers.get("access-control-allow-origin")]).toEqual([302, APP]);
  });

  it("refuses invalid origins, and credentials for all origins", () => {
    const handler = createOperationsHandler(createRecorder().operations);
    expect(() => withCors(handler, { origins: [`${APP}/`] })).toThrow(TypeError);
    expect(() => withCors(handler, { origins: ["app.example"] })).toThrow(TypeError);
    expect(() => withCors(handler, { origins: "*", credentials: true })).toThrow(TypeError);
  });
});
