/** How a session of the admin ends, by whose hand, and what of coming and going stands in the log. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { invariant } from "#app/lib/invariant.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import { toldPending } from "../builders/payment.ts";
import { MerchantBrowser, newShopAtShopify, signInTo } from "../builders/merchant-browser.ts";
import { operate, SAID } from "../builders/operator.ts";
import { openSettings } from "../builders/settings-page.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("signing_out", { tls: "off" });
const SLOW = { timeout: 60_000 };
const MINUTE_MS = 60_000;

const openHome = () => openSettings(world(), { address: "/app", route: "routes/merchant/home" });
type Home = Awaited<ReturnType<typeof openHome>>;

/** Whether the browser still is who it was. */
async function isSignedIn(home: Home): Promise<boolean> {
  const { status, headers } = await home.get("/app");
  invariant(status === 200 || headers.get("location")?.startsWith("/auth") || status === 401, `${status}`);
  return status === 200;
}

const line = z.looseObject({
  event: z.string().optional(),
  reason: z.string().optional(),
  level: z.string(),
  msg: z.string(),
});
const linesOf = (event: string) =>
  world()
    .logged()
    .map((text) => line.parse(JSON.parse(text)))
    .filter((each) => each.event === event);

describe("a person who signs out", SLOW, () => {
  it("is nobody here afterwards, has nothing left in the browser, and is told so in their language", async () => {
    const home = await openHome();

    const answer = await home.upload("/app/sign-out", new FormData());
    const told = await fetch(new URL(answer.headers.get("location") ?? "", world().webOrigin));

    expect(answer.status).toBe(303);
    expect(answer.headers.get("clear-site-data")).toBe('"cache", "storage"');
    const cookies = answer.headers.getSetCookie();
    expect(cookies.map((cookie) => cookie.split("=")[0])).toEqual([
      "shopify_app_session",
      "shopify_app_session.sig",
    ]);
    for (const cookie of cookies) expect(cookie).toMatch(/=; Path=\/; Expires=Thu, 01 Jan 1970/);
    expect(told.status).toBe(401);
    expect(await told.text()).toContain("Cerraste la sesión");
    // The cookie itself, should somebody have kept it, opens nothing.
    expect(await isSignedIn(home)).toBe(false);
    expect(linesOf("signed-out")).toMatchObject([{ shop: home.shop.domain, userId: home.userId }]);
  });

  it("stays signed in in another browser, and in no other way than by a form of their own page", async () => {
    const home = await openHome();
    const { browser } = await signInTo(world(), home.shop.domain);
    const cookies = ["shopify_app_session", "shopify_app_session.sig"].map(
      (name) => `${name}=${browser.cookie(name) ?? ""}`,
    );
    const headers = {
      cookie: cookies.join("; "),
      origin: world().webOrigin,
      "user-agent": "Mozilla/5.0 Chrome/142.0",
    };

    const foreign = await fetch(`${world().webOrigin}/app/sign-out`, {
      ...{ method: "POST", redirect: "manual", headers },
      body: new URLSearchParams({ csrf: "guessed" }),
    });
    const linked = await home.get("/app/sign-out");
    await home.upload("/app/sign-out", new FormData());

    expect([foreign.status, linked.status]).toEqual([403, 404]);
    expect(await isSignedIn(home)).toBe(false);
    expect((await browser.open("/app")).login?.user.id).toBe(home.userId);
  });
});

describe("a session that nobody works with", SLOW, () => {
  it("is over after two hours, and not before; whoever works goes on", async () => {
    const home = await openHome();
    const seen: boolean[] = [];
    for (const minutes of [0, 90, 180, 299]) {
      world().clock.shift(minutes * MINUTE_MS);
      seen.push(await isSignedIn(home));
    }
    world().clock.shift((299 + 131) * MINUTE_MS);

    const late = await home.get("/app");

    expect(seen).toEqual([true, true, true, true]);
    expect(late.headers.get("location")).toBe(`/auth?shop=${home.shop.domain}`);
    world().clock.shift(0);
    expect(await isSignedIn(home)).toBe(false);
  });
});

describe("an operator ends sessions", SLOW, () => {
  async function twoPeople(): Promise<{
    shop: ShopDomain;
    rosa: Home;
    daniel: MerchantBrowser;
    danielId: string;
  }> {
    const rosa = await openHome();
    const shop = rosa.shop.domain;
    const [, other] = world().shopify.staff(shop);
    invariant(other, "two people work there");
    world().shopify.signInAs(shop, other.id);
    const { browser } = await signInTo(world(), shop);
    return { shop, rosa, daniel: browser, danielId: String(other.id) };
  }
  const knows = async (browser: MerchantBrowser) => (await browser.open("/app")).login !== null;

  it("of one person of a shop, dry first, and it stands in the audit", async () => {
    const { shop, rosa, daniel, danielId } = await twoPeople();
    const words = ["sign-out", "--shop", shop, "--person", danielId];

    const dry = await operate(world(), words);
    const untouched = await knows(daniel);
    const done = await operate(world(), [...words, ...SAID]);

    expect(dry).toMatchObject({ ended: 0, answer: { outcome: "would", sessions: 1, people: [danielId] } });
    expect(untouched).toBe(true);
    expect(done).toMatchObject({ ended: 0, answer: { outcome: "done", sessions: 1 } });
    expect([await knows(daniel), await isSignedIn(rosa)]).toEqual([false, true]);
    const audit = await world().rows(
      "select user_id, after from audit_log where shop_id = $1 and action = 'operator-acted'",
      [rosa.shopId],
    );
    expect(audit).toEqual([
      {
        user_id: "operator:rosa",
        after: { act: "sign-out", people: [danielId], sessions: 1, reason: SAID.at(-1) },
      },
    ]);
  });

  it("of everybody of a shop, while its payments go on and other shops notice nothing", async () => {
    const { shop, rosa, daniel } = await twoPeople();
    const elsewhere = await openHome();

    const done = await operate(world(), ["sign-out", "--shop", shop, ...SAID]);

    expect(done).toMatchObject({ ended: 0, answer: { outcome: "done", sessions: 2 } });
    expect([await isSignedIn(rosa), await knows(daniel), await isSignedIn(elsewhere)]).toEqual([
      false,
      false,
      true,
    ]);
    // Shopify is told of it: the shop's own token is there.
    await toldPending(world(), { shop });
  });

  it("of nobody where the words are wrong, or where Shopify's admin decides", async () => {
    const { domain } = await connectNewShop(world());

    const nameless = await operate(world(), ["sign-out", "--shop", domain, "--person", "rosa", ...SAID]);
    const whose = await operate(world(), ["sign-out"]);
    const inside = await operate(world(), ["sign-out", "--shop", domain, ...SAID], {
      SHOPIFY_APP_EMBEDDED: "true",
    });

    expect([nameless.ended, whose.ended, inside.ended]).toEqual([2, 2, 1]);
    expect(inside.answer.why).toContain("Shopify's admin");
  });
});

describe("the log", SLOW, () => {
  it("names who signed in, and where", async () => {
    const shop = newShopAtShopify(world());

    const { visit } = await signInTo(world(), shop);

    expect(linesOf("signed-in")).toMatchObject([{ shop, userId: visit.login?.user.id }]);
  });

  it("says that signing in failed: an answer that Shopify did not sign, a cookie that we did not", async () => {
    const shop = newShopAtShopify(world());
    const send = (path: string, cookie: string) =>
      fetch(`${world().webOrigin}${path}`, {
        redirect: "manual",
        headers: { cookie, "user-agent": "Mozilla/5.0 Chrome/142.0" },
      });

    await send(`/auth/callback?shop=${shop}&code=x&state=y&timestamp=1&hmac=00`, "");
    await send("/app", "shopify_app_session=made-up; shopify_app_session.sig=AAAA");
    await send("/app", "");

    expect(linesOf("access-refused")).toMatchObject([
      { status: 401, path: "/app", reason: "open-from-shopify", level: "warn" },
    ]);
    expect(world().logged().join("")).toContain("Could not find OAuth cookie");
  });

  it("names the person who asks for what is another shop's, or sends a form that is not theirs", async () => {
    const home = await openHome();
    const payment = await toldPending(world());

    const asked = await home.get(`/app/payments/${payment.paymentId}?q=canary`);
    const posted = await fetch(`${world().webOrigin}/app/rules`, {
      ...{ method: "POST", body: new URLSearchParams({ csrf: "guessed" }) },
      headers: { origin: "https://evil.example", "user-agent": "Mozilla/5.0 Chrome/142.0" },
    });

    expect([asked.status, posted.status]).toEqual([404, 403]);
    const [first, second, ...more] = linesOf("access-refused");
    expect(first).toMatchObject({
      ...{ level: "warn", status: 404, method: "GET", path: `/app/payments/${payment.paymentId}` },
      ...{ shop: home.shop.domain, userId: home.userId, requestId: expect.any(String) },
    });
    expect(second).toMatchObject({ status: 403, method: "POST", reason: "foreign-origin" });
    expect(more).toEqual([]);
    expect(world().logged().join("")).not.toContain("canary");
  });
});
