import { describe, expect, it } from "vitest";
import { startWeb } from "../../server/web.ts";
import { noticesOf } from "../builders/notice.ts";
import { withCode } from "../builders/payment.ts";
import { sendNew } from "../builders/session-answer.ts";
import { noticeBody, postNotice, signed } from "../builders/log.ts";
import { connectNewShop } from "../builders/shop.ts";
import { askRefund, paid } from "../builders/refund.ts";
import { useWorld } from "../setup/world.ts";

const SECRET = "a-secret-between-the-proxy-and-us-0005";
const SESSIONS = 8;
const NOTICES = 6;
const BAD_NOTICES = 4;
const FORMS = 6;
const SIGN_INS = 6;
const SECOND = 1_000;
/** Buckets that get a turn every half minute: however slow the machine is, it floods faster. */
const world = useWorld("flood_of_machines", {
  environment: {
    WEB_PROXY_SECRET: SECRET,
    FLOOD_SESSIONS_PER_SHOP: `${SESSIONS}/2`,
    FLOOD_NOTICES_PER_ACCOUNT: `${NOTICES}/2`,
    FLOOD_BAD_NOTICES_PER_ACCOUNT: `${BAD_NOTICES}/2`,
    FLOOD_FORMS_PER_CODE: `${FORMS}/2`,
    FLOOD_SIGN_INS_PER_ADDRESS: `${SIGN_INS}/2`,
  },
});

let asker = 0;
/** Headers of somebody who has not asked yet, as the proxy in front passes them on. */
function someoneNew(): Record<string, string> {
  asker += 1;
  return { "X-Web-Proxy-Secret": SECRET, "X-Client-Address": `190.233.1.${asker}` };
}

async function times<Answer>(count: number, ask: (n: number) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let n = 0; n < count; n += 1) answers.push(await ask(n));
  return answers;
}

const setOf = <Value>(values: readonly Value[]) => [...new Set(values)];
const logLines = (text: string) =>
  world()
    .logged()
    .filter((line) => line.includes(text));

describe("a flood of sessions of one shop", () => {
  it("is answered 429, stored nowhere, in the log once, and leaves every other shop alone", async () => {
    const [wild, other] = [await connectNewShop(world()), await connectNewShop(world())];
    const send = (shop: string) => sendNew(world(), { shop });
    const taken = await times(SESSIONS, () => send(wild.domain));

    const refused = await times(3, () => send(wild.domain));
    const others = await send(other.domain);

    expect(setOf(taken.map(({ status }) => status))).toEqual([200]);
    expect(refused).toEqual(
      Array.from({ length: 3 }, () => ({
        status: 429,
        body: { error: { code: "too-many-requests", message: expect.any(String) } },
      })),
    );
    expect(others.status).toBe(200);
    const [stored] = await world().rows(
      "select count(*)::int as n from payments p join shops s on s.id = p.shop_id where s.domain = $1",
      [wild.domain],
    );
    expect(stored).toEqual({ n: SESSIONS });
    expect(logLines("a machine's flood is held back")).toHaveLength(1);
  });

  it("ends as time goes on, and a session that was refused is taken then", async () => {
    const shop = await connectNewShop(world());
    await times(SESSIONS, () => sendNew(world(), { shop: shop.domain }));
    const session = world().shopify.newSession({ shop: shop.domain });
    const first = await world().shopify.sendSession(session.id, { retries: 0 });

    world().clock.shift(30 * SECOND);
    const again = await world().shopify.sendSession(session.id, { retries: 0 });

    expect([first.status, again.status]).toEqual([429, 200]);
  });
});

it("a flood of refunds of one shop is answered 429 and stored nowhere", async () => {
  const shop = await connectNewShop(world());
  const payment = await paid(world(), { shop: shop.domain });
  const answers = await times(SESSIONS + 2, () => askRefund(world(), payment, { amount: "1.00" }));

  expect(setOf(answers.slice(0, SESSIONS).map(({ status }) => status))).toEqual([201]);
  expect(answers.slice(SESSIONS).map(({ status }) => status)).toEqual([429, 429]);
  const [stored] = await world().rows("select count(*)::int as n from refunds where payment_id = $1", [
    payment.paymentId,
  ]);
  expect(stored).toEqual({ n: SESSIONS });
});

describe("a flood of notices of one account", () => {
  const body = (n: number) => noticeBody(String(700_000_000 + n));

  it("with wrong signatures keeps no rightly signed one out, and costs the log nothing more", async () => {
    const shop = await connectNewShop(world());
    const { cip } = await withCode(world(), { shop: shop.domain });
    const bad = await times(BAD_NOTICES + 3, (n) => postNotice(shop, body(n), "00"));
    expect(bad.slice(0, BAD_NOTICES)).toEqual(Array.from({ length: BAD_NOTICES }, () => 401));
    expect(bad.slice(BAD_NOTICES)).toEqual([429, 429, 429]);

    await world().pagoefectivo.deliverNotice({ cip });

    await world().until("the notice to be stored", async () => (await noticesOf(world(), cip)).length > 0);
    expect(logLines("a notice with a wrong signature was refused")).toHaveLength(BAD_NOTICES);
  });

  it("that are rightly signed is answered 429, and another account's are taken", async () => {
    const [wild, other] = [await connectNewShop(world()), await connectNewShop(world())];
    const post = (shop: typeof wild, n: number) =>
      postNotice(shop, body(n), signed(body(n), shop.secretKey));

    const answers = await times(NOTICES + 2, (n) => post(wild, n));

    expect(answers).toEqual([...Array.from({ length: NOTICES }, () => 200), 429, 429]);
    expect(await post(other, 0)).toBe(200);
  });

  it("for a URL that nobody has finds no bucket to fill", async () => {
    const shop = await connectNewShop(world());
    const nobodys = { ...shop, noticeUrl: shop.noticeUrl.replace(/[^/]+$/, "A".repeat(32)) };

    const answers = await times(NOTICES * 2, (n) => postNotice(nobodys, body(n), "00"));

    expect(setOf(answers)).toEqual([404]);
    expect(await postNotice(shop, body(1), signed(body(1), shop.secretKey))).toBe(200);
  });
});

describe("two processes of the public port", () => {
  it("let through together as many presses of one code's buttons as one does", async () => {
    const payment = await withCode(world());
    const { deps } = world().system;
    const second = await startWeb({ ...deps, config: { ...deps.config, webPort: 0 } });
    const origins = [world().webOrigin, `http://localhost:${second.port}`];

    const statuses = await times(FORMS + 4, async (n) => {
      const address = `${origins[n % 2] ?? ""}/v/${payment.slug}/retry`;
      const answer = await fetch(address, { method: "POST", headers: someoneNew(), redirect: "manual" });
      await answer.arrayBuffer();
      return answer.status;
    });
    await second.close();

    expect(statuses).toEqual([...Array.from({ length: FORMS }, () => 303), 429, 429, 429, 429]);
    const keys = await world().rows<{ key: string }>(
      "select key from turn_buckets where key like 'form-%'",
    );
    expect(keys.length).toBeGreaterThan(FORMS);
    expect(JSON.stringify(keys)).not.toMatch(new RegExp(`${payment.slug}|190\\.233`));
  });

  it("let through together as many sign-ins from one address as one does, and leave others alone", async () => {
    const { deps } = world().system;
    const second = await startWeb({ ...deps, config: { ...deps.config, webPort: 0 } });
    const origins = [world().webOrigin, `http://localhost:${second.port}`];
    const flooder = someoneNew();
    const begin = (n: number, headers: Record<string, string>) =>
      fetch(`${origins[n % 2] ?? ""}/auth?shop=tienda-demo.myshopify.com`, {
        headers: { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0", ...headers },
        redirect: "manual",
      });

    const answers = await times(SIGN_INS + 2, (n) => begin(n, flooder));
    const others = await begin(1, someoneNew());
    await second.close();

    expect(answers.map(({ status }) => status)).toEqual([
      ...Array.from({ length: SIGN_INS }, () => 302),
      ...[429, 429],
    ]);
    expect(Number(answers.at(-1)?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await answers.at(-1)?.text()).toMatch(
      /tried too often.*open the app from Shopify's admin again/,
    );
    expect(others.status).toBe(302);
  });
});
