import { describe, expect, it } from "vitest";
import { noticesOf } from "../builders/notice.ts";
import { paymentRow, withCode, type IssuedPayment } from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const SECRET = "a-secret-between-the-proxy-and-us-0003";
const SECOND = 1_000;
const PAGES_OF_A_CODE = 20;
const PAGES_OF_AN_ADDRESS = 40;
const POLLS_OF_A_CODE = 30;
const FORMS_OF_A_CODE = 10;
/** Buckets that get a token every half minute: however slow the machine is, it floods faster. */
const world = useWorld("flood", {
  environment: {
    WEB_PROXY_SECRET: SECRET,
    FLOOD_PAGES_PER_CODE: `${PAGES_OF_A_CODE}/2`,
    FLOOD_PAGES_PER_ADDRESS: `${PAGES_OF_AN_ADDRESS}/2`,
    FLOOD_POLLS_PER_CODE: `${POLLS_OF_A_CODE}/2`,
    FLOOD_FORMS_PER_CODE: `${FORMS_OF_A_CODE}/2`,
  },
});

let asker = 0;
/** Headers of somebody who has not asked yet, as the proxy in front passes them on. */
function someoneNew(): Record<string, string> {
  asker += 1;
  return from(`190.232.${Math.floor(asker / 250)}.${(asker % 250) + 1}`);
}

function from(address: string): Record<string, string> {
  return { "X-Web-Proxy-Secret": SECRET, "X-Client-Address": address };
}

/** Each `times` with an address of its own, unless `headers` are given. Answers the statuses, in order. */
async function flood(
  url: string,
  times: number,
  init: { method?: string; headers?: () => Record<string, string> } = {},
): Promise<number[]> {
  const statuses: number[] = [];
  const { method = "GET", headers = someoneNew } = init;
  for (let n = 0; n < times; n += 1) {
    const answer = await fetch(url, { method, headers: headers(), redirect: "manual" });
    await answer.text();
    statuses.push(answer.status);
  }
  return statuses;
}

async function emptied(payment: IssuedPayment): Promise<void> {
  const statuses = await flood(payment.url, PAGES_OF_A_CODE);
  expect(new Set(statuses)).toEqual(new Set([200]));
}

describe("a flood of views of one code", () => {
  it("is answered 429 with a page for people, in both languages, that says when to come back", async () => {
    const payment = await withCode(world());
    await emptied(payment);

    const answer = await fetch(payment.url, { headers: { ...someoneNew(), "Accept-Language": "en" } });

    const html = await answer.text();
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Number(answer.headers.get("retry-after"))).toBeLessThanOrEqual(30);
    expect(html).toMatch(
      /<html lang="en">.*Wait half a minute.*<section lang="es-PE">.*Espera medio minuto/s,
    );
    expect(html).not.toContain(payment.cip);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "cache-control": "no-store",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
      "x-robots-tag": "noindex, nofollow",
    });
  });

  it("leaves everybody else's page alone, and this one's news", async () => {
    const [payment, other] = [await withCode(world()), await withCode(world())];
    await emptied(payment);

    expect(await flood(payment.url, 1)).toEqual([429]);
    expect(await flood(other.url, 1)).toEqual([200]);
    expect(await flood(`${payment.url}/status`, 1)).toEqual([200]);
  });

  it("has nothing to do with a page that is about no code: there each address counts alone", async () => {
    const statuses = await flood(`${world().webOrigin}/find`, PAGES_OF_A_CODE + 5);

    expect(statuses).not.toContain(429);
  });

  it("ends as time goes on", async () => {
    const payment = await withCode(world());
    await emptied(payment);
    expect(await flood(payment.url, 1)).toEqual([429]);

    world().clock.shift(10 * 30 * SECOND);

    expect(await flood(payment.url, 10)).toEqual(Array.from({ length: 10 }, () => 200));
  });

  it("counts none of the views that were refused as seen", async () => {
    const payment = await withCode(world());
    const preview = () => ({ ...someoneNew(), "Sec-Purpose": "prefetch" });
    await flood(payment.url, PAGES_OF_A_CODE, { headers: preview });

    expect(await flood(payment.url, 3)).toEqual([429, 429, 429]);

    expect((await paymentRow(world(), payment)).first_seen_at).toBeNull();
  });

  it("is in the log once, without an address of either", async () => {
    const payment = await withCode(world());
    world().clock.shift(3_600 * SECOND);
    await emptied(payment);
    await flood(payment.url, 20);

    const lines = world()
      .logged()
      .filter((line) => line.includes("a flood of requests is held back"));

    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "warn", kind: "pages", reason: "one-code" });
    expect(lines[0]).not.toContain(payment.slug);
  });
});

describe("a flood from one address", () => {
  it("is held back, whatever it asks for and whatever it claims to be", async () => {
    const payments = [await withCode(world()), await withCode(world())];
    const flooder = from("201.240.0.1");
    let n = 0;
    const headers = () => ({ ...flooder, "X-Forwarded-For": `190.1.1.${(n += 1) % 250}` });
    const half = PAGES_OF_AN_ADDRESS / 2;
    const wrong = await flood(`${world().webOrigin}/v/${"A".repeat(32)}`, half, { headers });
    const right = await flood(payments[0]?.url ?? "", half, { headers });

    const more = await flood(payments[1]?.url ?? "", 1, { headers });

    expect(new Set([...wrong, ...right])).toEqual(new Set([404, 200]));
    expect(more).toEqual([429]);
    expect(await flood(payments[1]?.url ?? "", 1)).toEqual([200]);
  });

  it("counts a connection's own address where no trusted proxy speaks", async () => {
    const forged = () => ({ "X-Client-Address": someoneNew()["X-Client-Address"] ?? "" });
    const statuses: number[] = [];
    for (let n = 0; n <= PAGES_OF_AN_ADDRESS; n += 1)
      statuses.push(...(await flood(`${world().webOrigin}/v/wrong-${n}`, 1, { headers: forged })));

    expect(statuses.at(0)).toBe(404);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe("a flood of presses and questions", () => {
  it("of one code's buttons gets the page for people, with the way to the code's page", async () => {
    const payment = await withCode(world());
    const retry = `${payment.url}/retry`;
    const statuses = await flood(retry, FORMS_OF_A_CODE, { method: "POST" });
    expect(new Set(statuses)).toEqual(new Set([303]));

    const answer = await fetch(retry, { method: "POST", headers: someoneNew() });

    expect(answer.status).toBe(429);
    expect(await answer.text()).toContain(`href="/v/${payment.slug}"`);
  });

  it("of one code's news is answered 429 for the page's script", async () => {
    const payment = await withCode(world());
    const statuses = await flood(`${payment.url}/status`, POLLS_OF_A_CODE);
    expect(new Set(statuses)).toEqual(new Set([200]));

    const answer = await fetch(`${payment.url}/status`, { headers: someoneNew() });

    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ error: { code: "too-many-requests" } });
  });

  it("never keeps a notice of money out", async () => {
    const payment = await withCode(world());
    const statuses = await flood(payment.url, PAGES_OF_AN_ADDRESS + 1, {
      headers: () => from("201.240.0.2"),
    });
    expect(statuses).toContain(429);

    for (let n = 0; n < 5; n += 1) await world().pagoefectivo.deliverNotice({ cip: payment.cip });

    await world().until(
      "the notices to be stored",
      async () => (await noticesOf(world(), payment.cip)).length > 0,
    );
    expect(world().pagoefectivo.notices().at(-1)?.outcome).toBe("accepted");
  });
});
