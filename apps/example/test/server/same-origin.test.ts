import { describe, expect, it } from "vitest";
import { sameOriginOnly } from "../../src/server/same-origin.ts";

const handler = sameOriginOnly(async () => new Response("answered"));

async function statusFor(url: string, site?: string): Promise<number> {
  const { status } = await handler(
    new Request(url, { headers: site === undefined ? {} : { "sec-fetch-site": site } }),
  );
  return status;
}

describe("sameOriginOnly()", () => {
  it("answers its own pages, typed addresses and programs", async () => {
    expect(await statusFor("http://127.0.0.1:8080/", "same-origin")).toBe(200);
    expect(await statusFor("http://localhost:8080/", "none")).toBe(200);
    expect(await statusFor("http://127.0.0.1:8080/")).toBe(200);
  });

  it("answers links of other sites, which only show it", async () => {
    const headers = { "sec-fetch-site": "cross-site", "sec-fetch-dest": "document" };
    const link = new Request("http://127.0.0.1:8080/", { headers });
    expect((await handler(link)).status).toBe(200);
    expect((await handler(new Request(link, { method: "POST" }))).status).toBe(403);
    const framed = new Request(link, { headers: { ...headers, "sec-fetch-dest": "iframe" } });
    expect((await handler(framed)).status).toBe(403);
  });

  it("refuses other sites' pages, and other names for this machine", async () => {
    expect(await statusFor("http://127.0.0.1:8080/", "cross-site")).toBe(403);
    expect(await statusFor("http://127.0.0.1:8080/", "same-site")).toBe(403);
    expect(await statusFor("http://rebound.example:8080/", "same-origin")).toBe(403);
    const headers = { origin: "https://other.example" };
    const older = new Request("http://127.0.0.1:8080/", { method: "POST", headers });
    expect((await handler(older)).status).toBe(403);
    const elsewhere = await handler(new Request("http://192.168.0.7:8080/"));
    expect(await elsewhere.text()).toContain("as localhost");
  });
});
