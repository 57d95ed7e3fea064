/**
 * Nobody may be sent to a stranger's address by a link to ours: not by a parameter, not by a form, not by the Host that a request names.
 * And a sign-in that somebody else has begun, or a cookie that somebody else has set, must not become this person's.
 */
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { MerchantBrowser, newShopAtShopify, signInTo } from "../builders/merchant-browser.ts";
import { withCode } from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("addresses_that_lead_away", { tls: "off" });

const AWAY = "evil.example";
const NAMES = [
  "return",
  "returnTo",
  "return_to",
  "redirect",
  "next",
  "url",
  "host",
  "shop",
  "exitIframe",
  "shopify-reload",
  "state",
];
const ADDRESSES = [
  ...[
    `https://${AWAY}`,
    `//${AWAY}`,
    `/\\${AWAY}`,
    `${AWAY}/`,
    `https:${AWAY}`,
    `javascript:alert('${AWAY}')`,
  ],
  ...[`tienda.myshopify.com.${AWAY}`, `tienda.myshopify.com@${AWAY}`, `tienda.myshopify.com#.${AWAY}`],
  ...[btoa(`${AWAY}/admin`), `%2f%2f${AWAY}`, `\t//${AWAY}`],
];

const USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0";

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Where an answer would take a browser: its redirect, and every link, form and script of its page. */
async function leadsTo(
  path: string,
  { method = "GET", headers = {}, body = "" }: Sent = {},
): Promise<string[]> {
  const { port } = new URL(world().webOrigin);
  const answer = await new Promise<{ headers: NodeJS.Dict<string | string[]>; html: string }>(
    (resolve, reject) => {
      const sent = request(
        {
          host: "127.0.0.1",
          port,
          path,
          method,
          headers: { host: `localhost:${port}`, "user-agent": USER_AGENT, ...headers },
        },
        (got) => void text(got).then((html) => resolve({ headers: got.headers, html })),
      );
      sent.on("error", reject).end(body);
    },
  );
  const redirects = [
    "location",
    "x-remix-redirect",
    "refresh",
    "link",
    "x-shopify-api-request-failure-reauthorize-url",
  ];
  const named = redirects.flatMap((name) => answer.headers[name] ?? []);
  const inPage = [...answer.html.matchAll(/\b(?:href|src|action|content|formaction)="([^"]*)"/g)].map(
    ([, to = ""]) => to,
  );
  const byScript = [
    ...answer.html.matchAll(/(?:location(?:\.href)?\s*=|window\.open\()\s*["']([^"']*)/g),
  ].map(([, to = ""]) => to);
  return [...named, ...inPage, ...byScript];
}

/** Those of an answer's aims that are on the stranger's site, however a browser resolves them. */
function away(aims: readonly string[]): string[] {
  return aims.filter((aim) => {
    const plain = aim.replaceAll("&amp;", "&").replaceAll("&#x27;", "'");
    if (/^\s*javascript:/i.test(plain)) return true;
    const url = URL.canParse(plain, world().webOrigin) ? new URL(plain, world().webOrigin) : null;
    return url !== null && (url.hostname === AWAY || url.hostname.endsWith(`.${AWAY}`));
  });
}

describe("a link to us that names another address", () => {
  it("leads there from no page, whatever the parameter is called", async () => {
    const payment = await withCode(world());
    const pages = [
      "/",
      "/app",
      "/app/payments",
      "/auth",
      "/auth/callback",
      "/auth/login",
      "/auth/exit-iframe",
      "/auth/session-token",
    ];
    const shoppers = [
      `/v/${payment.slug}`,
      `/v/${payment.slug}/return`,
      "/find",
      "/refund-details-received",
      "/nowhere",
    ];

    const found: string[] = [];
    for (const page of [...pages, ...shoppers]) {
      for (const address of ADDRESSES) {
        const others = NAMES.filter((name) => name !== "shop").map((name) => [name, address]);
        // What the frame shows asks for the shop first, and looks at nothing else without one.
        const queries = [[["shop", address]], others, [...others, ["shop", "tienda-demo.myshopify.com"]]];
        for (const query of queries) {
          const path = `${page}?${new URLSearchParams(query).toString()}`;
          found.push(...away(await leadsTo(path)).map((aim) => `${path} → ${aim}`));
        }
      }
    }

    expect(found).toEqual([]);
  }, 120_000);

  it("leads there from no address that looks like a path", async () => {
    const paths = [
      `//${AWAY}`,
      `//${AWAY}/%2e%2e`,
      `/\\${AWAY}`,
      `/%5c${AWAY}`,
      `/%2f%2f${AWAY}`,
      `/app//${AWAY}`,
      `/v//${AWAY}`,
      `/auth//${AWAY}/`,
      `http://${AWAY}/app`,
    ];
    const found: string[] = [];
    for (const path of paths) found.push(...away(await leadsTo(path)).map((aim) => `${path} → ${aim}`));

    expect(found).toEqual([]);
  });

  it("leads there from no shopper's form", async () => {
    const payment = await withCode(world());
    const headers = { "content-type": "application/x-www-form-urlencoded", origin: "null" };
    const found: string[] = [];
    for (const leaf of ["continue", "retry", "check", "email", "operation"]) {
      const body = new URLSearchParams(NAMES.map((name) => [name, `https://${AWAY}`])).toString();
      const path = `/v/${payment.slug}/${leaf}?${body}&lang=${encodeURIComponent(`//${AWAY}`)}`;
      found.push(...away(await leadsTo(path, { method: "POST", headers, body })));
    }

    expect(found).toEqual([]);
  });
});

describe("a request that names another host", () => {
  it.each<[string, Record<string, string>]>([
    ["in Host", { host: AWAY }],
    ["in X-Forwarded-Host", { "x-forwarded-host": AWAY, "x-forwarded-proto": "https" }],
    ["in Forwarded", { forwarded: `host=${AWAY};proto=https` }],
  ])("%s finds it in nothing that it is answered", async (_, headers) => {
    const payment = await withCode(world());
    const shop = "shop=tienda-demo.myshopify.com";
    const paths = [
      "/",
      "/app",
      `/app?${shop}`,
      `/auth?${shop}`,
      "/find",
      `/v/${payment.slug}`,
      `/v/${payment.slug}/return`,
      "/nowhere",
      `/v/${payment.slug}/page-qr.svg`,
    ];

    const found: string[] = [];
    for (const path of paths)
      found.push(...(await leadsTo(path, { headers })).filter((aim) => aim.includes(AWAY)));
    const posted = await leadsTo(`/v/${payment.slug}/retry`, { method: "POST", headers });

    expect([...found, ...posted.filter((aim) => aim.includes(AWAY))]).toEqual([]);
  });

  it("is told no form of the admin, whose origin is the configured one", async () => {
    const { port } = new URL(world().webOrigin);
    const status = await new Promise<number>((resolve, reject) => {
      const headers = {
        host: AWAY,
        origin: `http://${AWAY}`,
        "content-length": "0",
        "user-agent": USER_AGENT,
      };
      request({ host: "127.0.0.1", port, path: "/app/rules", method: "POST", headers }, (got) =>
        resolve(got.resume().statusCode ?? 0),
      )
        .on("error", reject)
        .end();
    });

    expect(status).toBe(403);
  });
});

const SESSION_COOKIES = ["shopify_app_session", "shopify_app_session.sig"];

describe("a session that somebody else has chosen", () => {
  it("is not the victim's after signing in, and the one who planted it sees nothing of the victim's shop", async () => {
    const [theirs, mine] = [newShopAtShopify(world()), newShopAtShopify(world())];
    const { browser: attacker } = await signInTo(world(), theirs);
    const victim = new MerchantBrowser(world());
    for (const name of SESSION_COOKIES) victim.plant(name, attacker.cookie(name) ?? "");

    const visit = await victim.open(world().shopify.launchUrl(mine));

    expect(visit.login?.shop.domain).toBe(mine);
    expect(victim.cookie("shopify_app_session")).not.toBe(attacker.cookie("shopify_app_session"));
    expect((await attacker.open("/app")).login?.shop.domain).toBe(theirs);
  });

  it("cannot be guessed into being: a name that nobody has signed signs nobody in", async () => {
    const shop = newShopAtShopify(world());
    const victim = new MerchantBrowser(world());
    victim.plant("shopify_app_session", `${shop}_1`);
    victim.plant("shopify_app_session.sig", "AAAA");

    const { browser } = await signInTo(world(), shop);

    expect(browser.cookie("shopify_app_session")).not.toBe(`${shop}_1`);
    expect((await victim.open("/app")).status).toBe(401);
  });

  it("does not come of a sign-in that another browser has begun", async () => {
    const { visit } = await signInTo(world(), newShopAtShopify(world()));
    const callback = visit.way.findLast((address) => address.includes("/auth/callback"));
    invariant(callback, "signing in ends at the callback");

    const answer = await fetch(callback, { redirect: "manual", headers: { "user-agent": USER_AGENT } });

    expect(answer.headers.getSetCookie().join()).not.toContain("shopify_app_session=");
    expect(answer.headers.get("location") ?? "").not.toMatch(/\/app\b/);
  });
});
