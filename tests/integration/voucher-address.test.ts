import { createHash } from "node:crypto";
import { request } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { withoutTime } from "../builders/page-view.ts";
import { openPage, paymentRow, toldPending, withCode } from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("voucher_address");

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: Buffer;
}

/** As it was sent: `fetch` would tidy the address and unpack the answer. */
function ask(
  path: string,
  init: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(world().webOrigin);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, ...init }, (answer) => {
      buffer(answer).then(
        (body) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }),
        reject,
      );
    })
      .on("error", reject)
      .end();
  });
}

const NOWHERE = "/v/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
/** Mistyped, hostile, and what a database refuses to look for. */
const WRONG = [
  "/v/x",
  "/v/%00",
  "/v/%E0%A4%A",
  "/v/..%2f..%2fapp",
  `/v/${"a".repeat(5_000)}`,
  "/v/<script>",
  "/v/'--",
];

describe("an address of no code", () => {
  it.each(WRONG)("is answered with one and the same page, byte for byte: %s", async (path) => {
    const page = await ask(NOWHERE);

    const answer = await ask(path);

    expect(answer.status).toBe(404);
    expect(answer.body.toString()).toBe(page.body.toString());
    const ofThisAnswer = { date: null, "x-request-id": null };
    expect({ ...answer.headers, ...ofThisAnswer }).toEqual({ ...page.headers, ...ofThisAnswer });
    expect(page.body.toString()).toContain("No encontramos este código");
  });

  it.each(["POST continue", "POST cancel", "POST email", "POST retry", "GET return"])(
    "is that page after a press of a button that is long gone, too: %s",
    async (asked) => {
      const [method = "", leaf] = asked.split(" ");
      const page = await ask(NOWHERE);

      const answer = await ask(`${NOWHERE}/${leaf}`, { method });

      expect(answer.status).toBe(404);
      expect(answer.body.toString()).toBe(page.body.toString());
      expect(answer.headers["cache-control"]).toBe("no-store");
    },
  );

  it("tells the page's script so in its own words", async () => {
    for (const asked of [`${NOWHERE}/status`, "/v/%00/status"]) {
      const answer = await ask(asked);

      expect(answer.status).toBe(404);
      expect(JSON.parse(answer.body.toString())).toMatchObject({ error: { code: "unknown-code" } });
    }
  });

  it("is in the language of whoever asks; a hostile wish is ignored", async () => {
    const english = await ask(NOWHERE, { headers: { "Accept-Language": "en-GB" } });
    const hostile = await ask(
      `${NOWHERE}?lang=${encodeURIComponent('"><script>alert(1)</script>')}&lang=en`,
      {
        headers: { "Accept-Language": `${"x;q=9,".repeat(2_000)}<script>` },
      },
    );

    expect(english.body.toString()).toContain("We could not find this code");
    expect(hostile.status).toBe(404);
    expect(hostile.body.toString()).toBe((await ask(NOWHERE)).body.toString());
  });
});

describe("the page of a code", () => {
  it("is whole: its stylesheet stands in it, and its policy lets in that one by its hash", async () => {
    const payment = await withCode(world());

    const answer = await fetch(payment.url);

    const html = await answer.text();
    const styles = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style]) => style ?? "");
    expect(styles[0]).toContain(".digits");
    expect(html).not.toContain('rel="stylesheet"');
    const policy = answer.headers.get("content-security-policy") ?? "";
    for (const style of styles)
      expect(policy).toContain(`'sha256-${createHash("sha256").update(style).digest("base64")}'`);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow",
      "content-type": "text/html; charset=utf-8",
    });
  });

  it("comes compressed to whoever takes that, and is the same page", async () => {
    const { slug, cip } = await toldPending(world());

    const plain = await ask(`/v/${slug}`);
    world().clock.shift(60_000);
    const packed = await ask(`/v/${slug}`, { headers: { "Accept-Encoding": "gzip, br" } });
    const refused = await ask(`/v/${slug}`, { headers: { "Accept-Encoding": "gzip;q=0, identity" } });

    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(withoutTime(gunzipSync(packed.body).toString())).toBe(withoutTime(plain.body.toString()));
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(withoutTime(refused.body.toString())).toBe(withoutTime(plain.body.toString()));
    expect(plain.body.toString()).toContain(`data-code="${cip}"`);
  });

  it("was shown to nobody who only asked for its headers, or fetched it ahead", async () => {
    const payment = await withCode(world());

    const head = await ask(`/v/${payment.slug}`, { method: "HEAD" });
    await ask(`/v/${payment.slug}`, { headers: { "Sec-Purpose": "prefetch;prerender" } });
    expect(await paymentRow(world(), payment)).toMatchObject({ first_seen_at: null, timer_due_at: null });
    await openPage(payment);

    expect(head).toMatchObject({ status: 200 });
    expect(head.body).toHaveLength(0);
    expect((await paymentRow(world(), payment)).first_seen_at).not.toBeNull();
  });

  it("is there with a slash at its end, which some messengers add", async () => {
    const payment = await withCode(world());

    expect(await openPage({ url: `${payment.url}/` })).toContain(`data-code="${payment.cip}"`);
  });

  it("is a page that says so when we fail, and the log does not say whose", async () => {
    const payment = await withCode(world());
    await world().rows("alter table payments rename to payments_away");

    const opened = await fetch(payment.url);
    const pressed = await fetch(`${payment.url}/continue`, { method: "POST" });
    const asked = await fetch(`${payment.url}/status`);
    await world().rows("alter table payments_away rename to payments");

    expect([opened.status, pressed.status, asked.status]).toEqual([500, 500, 500]);
    for (const answer of [opened, pressed]) {
      const html = await answer.text();
      expect(html).toContain("Volver a cargar");
      expect(html).not.toContain("payments");
    }
    expect(await asked.json()).toMatchObject({ error: { code: "internal-error" } });
    const failures = world()
      .logged()
      .filter((line) => line.includes('"a door failed"'));
    expect(failures).toHaveLength(3);
    expect(failures.join()).not.toContain(payment.slug);
    expect(await openPage(payment)).toContain(`data-code="${payment.cip}"`);
  });

  it("answers news that did not change with 304, and with the news once they did", async () => {
    const payment = await withCode(world());
    const first = await fetch(`${payment.url}/status`);
    const news = { headers: { "If-None-Match": first.headers.get("etag") ?? "" } };

    const same = await fetch(`${payment.url}/status`, news);
    await openPage(payment);
    await fetch(`${payment.url}/continue`, { method: "POST", redirect: "manual" });
    const changed = await fetch(`${payment.url}/status`, news);

    expect(await first.json()).toMatchObject({ state: "waiting", told: "open" });
    expect(same.status).toBe(304);
    expect(changed.status).toBe(200);
    expect(await changed.json()).toMatchObject({ state: "waiting", told: "pending" });
    expect(changed.headers.get("cache-control")).toBe("no-store");
  });
});
