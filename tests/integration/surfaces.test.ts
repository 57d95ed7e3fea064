/**
 * What every answer says to a browser, surface by surface: the shopper's pages, the admin on its own, the doors, the ports for machines.
 * (The admin inside Shopify's: `surfaces-embedded.test.ts`.)
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openSettings } from "../builders/settings-page.ts";
import { withCode } from "../builders/payment.ts";
import { plainGuards } from "../builders/answer-guards.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("surfaces", { tls: "off" });

const ASSETS = fileURLToPath(new URL("../../build/client/assets", import.meta.url));
const NOBODYS = "A".repeat(32);
const IN_A_FRAME = /frame-ancestors (?!'none')/;

interface Sent {
  method?: string;
  body?: string;
  headers?: Record<string, string>;
}

async function answered(path: string, init: Sent = {}): Promise<Response> {
  const answer = await fetch(new URL(path, world().webOrigin), {
    redirect: "manual",
    ...init,
    headers: { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0", ...init.headers },
  });
  await answer.arrayBuffer();
  return answer;
}

describe("the shopper's pages, files and answers", () => {
  it.each([
    ["", 200],
    ["/status", 200],
    ["/return", 302],
    ["/operation", 200],
    ["/code.pdf", 200],
    ["/code.ics", 200],
    ["/page-qr.svg", 200],
    ["/provider-qr", 303],
    ["/nothing", 404],
  ])("%s of a code are kept, framed and taken for something else by nobody", async (leaf, status) => {
    const payment = await withCode(world());

    const answer = await answered(`/v/${payment.slug}${leaf}`);

    expect(answer.status).toBe(status);
    expect(plainGuards(answer)).toEqual([]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-security-policy")).not.toMatch(IN_A_FRAME);
    // The address is the key to the code: no other site may learn it.
    if (leaf !== "/status" && status === 200)
      expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  });

  it.each(["/find", "/refund-details-received", `/v/${NOBODYS}`, `/r/${NOBODYS}`, "/nowhere", "/?shop=no"])(
    "%s is guarded the same, whatever it answers",
    async (path) => {
      const answer = await answered(path);

      expect(plainGuards(answer)).toEqual([]);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("content-security-policy")).not.toMatch(IN_A_FRAME);
    },
  );
});

describe("the admin on its own", () => {
  it.each([
    ["/app", 200],
    ["/app/payments", 200],
    ["/app/payments?_data=routes%2Fmerchant%2Fpayments", 200],
    ["/app/payments/export", 200],
    ["/app/payments/totals", 200],
    ["/app/figures/export", 200],
    ["/app/help/sheet.pdf", 200],
    ["/app/payments/01940000-0000-7000-8000-000000000001", 404],
    ["/app/nothing", 404],
  ])("%s is for this person only, and for no frame", async (path, status) => {
    const page = await openSettings(world(), { address: "/app", route: "routes/merchant/home" });

    const answer = await page.get(path);
    await answer.arrayBuffer();

    expect(answer.status).toBe(status);
    expect(plainGuards(answer)).toEqual([]);
    expect(answer.headers.get("cache-control")).toMatch(/no-store/);
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });

  it("is answered the same way to nobody, and to a form of another site", async () => {
    const nobody = await answered("/app");
    const foreign = await answered("/app/rules", {
      method: "POST",
      headers: { origin: "https://evil.example" },
    });
    const begin = await answered("/auth?shop=tienda-demo.myshopify.com");

    expect([nobody.status, foreign.status, begin.status]).toEqual([401, 403, 302]);
    for (const answer of [nobody, foreign, begin]) {
      expect(plainGuards(answer)).toEqual([]);
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
  });
});

describe("the doors of the public port", () => {
  it.each([
    ["/healthz", "GET", 200],
    ["/readyz", "GET", 200],
    [`/pagoefectivo/notices/${NOBODYS}`, "POST", 404],
    ["/webhooks/shopify", "POST", 401],
    ["/webhooks/shopify", "GET", 405],
  ])("%s (%s) say it too", async (path, method, status) => {
    const answer = await answered(path, { method, ...(method === "POST" && { body: "{}" }) });

    expect(answer.status).toBe(status);
    expect(plainGuards(answer)).toEqual([]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("let everybody keep what is the same for everybody, and list no folder", async () => {
    const [script = ""] = readdirSync(ASSETS);
    const versioned = await answered(`/assets/${script}`);
    const style = await answered("/voucher.css");
    const folder = await answered("/assets/");
    const outside = await Promise.all(
      [
        "/../package.json",
        "/%2e%2e/package.json",
        "/assets/..%2f..%2fserver/index.js",
        "/.env",
        "/.git/config",
      ].map((path) => answered(path)),
    );

    expect(versioned.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(style.headers.get("cache-control")).toBe("public, max-age=3600");
    for (const answer of [versioned, style, folder, ...outside]) expect(plainGuards(answer)).toEqual([]);
    expect([folder, ...outside].map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
  });

  it.each(["TRACE", "CONNECT", "PROPFIND", "DELETE"])("know no %s", async (method) => {
    const { request } = await import("node:http");
    const { port } = new URL(world().webOrigin);
    const status = await new Promise<number>((resolve) => {
      const sent = request({
        host: "127.0.0.1",
        port,
        method,
        path: method === "CONNECT" ? "a:1" : "/find",
      });
      sent.on("response", (answer) => resolve(answer.resume().statusCode ?? 0));
      sent.on("connect", () => resolve(200));
      sent.on("error", () => resolve(0));
      sent.end();
    });

    expect(status === 0 || status >= 400).toBe(true);
    expect(status).not.toBe(500);
  });
});

describe("the ports that only machines call", () => {
  it("keep nothing, and are taken for nothing else", async () => {
    const ops = `http://127.0.0.1:${world().system.opsPort}`;
    const answers = await Promise.all([
      fetch(new URL("/healthz", ops)),
      fetch(new URL("/readyz", ops)),
      fetch(new URL("/nothing", ops)),
      fetch(world().paymentsUrl, { method: "POST", body: "{}" }),
      fetch(new URL("/app", world().paymentsUrl)),
      fetch(new URL("/healthz", world().paymentsUrl)),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 400, 404, 404]);
    for (const { headers } of answers) {
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-powered-by") ?? headers.get("server")).toBeNull();
    }
  });
});
