import { describe, expect, it } from "vitest";
import { openDestination } from "#app/refunds/destination/sealed-destination.server.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { issueClaim } from "#app/refunds/claim.server.ts";
import { giveDetails, refuseRefund } from "#app/refunds/refund-acts.server.ts";
import { arrive } from "../builders/payment.ts";
import { CANARIES, newLink, openedRefund, refundOf, send, STAFF, TYPED } from "../builders/refund-claim.ts";
import { tablesWith } from "../builders/shopify-webhook.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("refund_claim", { tls: "off" });

const DAY_MS = 86_400_000;

async function page(url: string, init?: RequestInit) {
  const answer = await fetch(url, init);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

/** Whatever is not the page's own: links to it are made of its address. */
const said = (text: string) => text.replaceAll(/\?lang=\w+/g, "");

describe("the link of a refund", () => {
  it("shows the store and the amount, and takes the details once", async () => {
    const refund = await openedRefund(world());
    const url = await newLink(world(), refund);

    const shown = await page(url);
    const answer = await send(url);

    expect(shown.status).toBe(200);
    expect(shown.text).toContain("Dinos dónde te devolvemos tu dinero");
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/refund-details-received"]);
    expect((await page(new URL("/refund-details-received", url).href)).text).toContain(
      "Recibimos tus datos",
    );
    expect(await refundOf(world(), refund)).toMatchObject({
      state: "details-given",
      detailsBy: "shopper",
      destinationHint: {
        kind: "cci",
        bank: "BBVA",
        last4: "4221",
        holderInitials: "C. T. S.",
        documentKind: "dni",
      },
    });
    const [{ sealed } = { sealed: "" }] = await world().rows<{ sealed: string }>(
      "select sealed_destination as sealed from refunds where id = $1",
      [refund.id],
    );
    const place = { shop: DEMO_SHOP, refundId: refund.id };
    expect(openDestination(world().system.deps.vault, place, sealed)).toEqual({
      ...TYPED,
      cci: "01136600010003254221",
      documentNumber: "10117410",
    });
    expect((await send(url)).status).toBe(404);
  });

  it("has the policy and the headers of the voucher page, with and without errors", async () => {
    const refund = await openedRefund(world());
    const url = await newLink(world(), refund);
    const voucher = await page((await arrive(world())).url);
    const names = ["content-security-policy", "referrer-policy", "cache-control", "x-robots-tag"];

    const [shown, wrong] = [await page(url), await send(url, {})];

    // The voucher page holds its stylesheet, which its policy names; this page links it.
    const said = ({ headers }: { headers: Headers }, name: string) =>
      headers.get(name)?.replaceAll(/ 'sha256-[^']+'/g, "");
    for (const name of names) {
      expect(voucher.headers.get(name)).not.toBeNull();
      expect(said(shown, name)).toBe(said(voucher, name));
      expect(said(wrong, name)).toBe(said(voucher, name));
    }
    expect(shown.text).not.toContain("<script");
    expect(shown.headers.get("set-cookie")).toBeNull();
  });

  it("speaks English where the address says so, also when something is wrong and afterwards", async () => {
    const url = `${await newLink(world(), await openedRefund(world()))}?lang=en`;

    const [shown, wrong, given] = [
      await page(url),
      await send(url, { ...TYPED, cci: "1" }),
      await send(url),
    ];

    expect(shown.text).toContain("Tell us where to send your money");
    expect(await wrong.text()).toContain("A CCI has 20 digits");
    expect(given.headers.get("Location")).toBe("/refund-details-received?lang=en");
  });
});

describe("a link that cannot be used", () => {
  it("says the same whether it was used, replaced, ended, opened too often, of a refused refund or guessed", async () => {
    const used = await newLink(world(), await openedRefund(world()));
    await send(used);
    const twice = await openedRefund(world());
    const replaced = await newLink(world(), twice);
    const standing = await newLink(world(), twice);
    const worn = await newLink(world(), await openedRefund(world()));
    for (let opened = 0; opened < 20; opened++) expect((await page(worn)).status).toBe(200);
    const dropped = await openedRefund(world());
    const refused = await newLink(world(), dropped);
    const { version } = await refundOf(world(), dropped);
    await refuseRefund(world().system.deps, {
      ...{ shopId: dropped.shopId, userId: STAFF, refundId: dropped.id, version },
      text: "No procede",
    });
    const guessed = standing.slice(0, -32) + "A".repeat(32);

    const dead = [used, replaced, worn, refused, guessed];
    const seen = await Promise.all(dead.map((url) => page(url)));
    const sent = await Promise.all([used, replaced, refused, guessed].map((url) => send(url)));

    expect((await page(standing)).status).toBe(200);
    expect(new Set(seen.map(({ status }) => status))).toEqual(new Set([404]));
    expect(new Set(seen.map(({ text }) => said(text))).size).toBe(1);
    expect(seen[0]?.text).toContain("Este enlace no se puede usar");
    expect(seen[0]?.text).not.toContain("Tienda");
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([404]));
    expect(said((await sent[0]?.text()) ?? "")).toBe(said(seen[0]?.text ?? ""));
  });

  it("is every link after seven days, and none before", async () => {
    const [early, late] = [
      await newLink(world(), await openedRefund(world())),
      await newLink(world(), await openedRefund(world())),
    ];

    world().clock.shift(7 * DAY_MS - 60_000);
    const before = await send(early);
    world().clock.shift(7 * DAY_MS + 60_000);
    const [opened, after] = [await page(late), await send(late)];

    expect(before.status).toBe(303);
    expect([opened.status, after.status]).toEqual([404, 404]);
  });

  it("is not worn out by messengers that look ahead, nor by a form that comes back", async () => {
    const url = await newLink(world(), await openedRefund(world()));
    const opensLeft = async () =>
      world().rows<{ left: number }>(
        `select opens_left as left from refund_claims where expires_at > now() order by created_at desc limit 1`,
      );
    const before = await opensLeft();

    await page(url, { method: "HEAD" });
    await page(url, { headers: { "Sec-Purpose": "prefetch" } });
    expect((await send(url, { ...TYPED, cci: "1" })).status).toBe(422);

    expect(await opensLeft()).toEqual(before);
  });
});

describe("what is wrong with what was typed", () => {
  it("stands beside the field with what was typed, in no address, and nothing is kept", async () => {
    const refund = await openedRefund(world());
    const url = await newLink(world(), refund);
    const typed = { ...TYPED, cci: "011-366-000100032543-21", documentNumber: "10117410-3" };

    const answer = await send(url, typed);
    const text = await answer.text();

    expect(answer.status).toBe(422);
    expect(answer.headers.get("Location")).toBeNull();
    expect(text).toMatch(/id="cci-error">Hay un error entre el dígito 7 y el 18/);
    expect(text).toMatch(/id="documentNumber-error">El carácter después del guion/);
    expect(text).toContain('value="011-366-000100032543-21"');
    expect(await refundOf(world(), refund)).toMatchObject({
      state: "details-asked",
      destinationHint: null,
    });
    expect((await send(url)).status).toBe(303);
  });

  it("is refused unread when it is larger than any form", async () => {
    const url = await newLink(world(), await openedRefund(world()));

    expect((await send(url, { ...TYPED, holder: "a".repeat(9_000) })).status).toBe(413);
  });
});

describe("at the same moment", () => {
  it("many presses of the button give the details once", async () => {
    const refund = await openedRefund(world());
    const url = await newLink(world(), refund);

    const answers = await Promise.all(Array.from({ length: 5 }, () => send(url)));

    expect(answers.some(({ status }) => status === 303)).toBe(true);
    expect(answers.every(({ status }) => status === 303 || status === 404)).toBe(true);
    const { version, state } = await refundOf(world(), refund);
    // Asked once, given once.
    expect({ version, state }).toEqual({ version: 2, state: "details-given" });
  });

  it("what a person entered on the shopper's behalf stays, and the link says nothing", async () => {
    const refund = await openedRefund(world());
    const url = await newLink(world(), refund);
    const { version } = await refundOf(world(), refund);
    await giveDetails(world().system.deps, {
      ...{ shopId: refund.shopId, refundId: refund.id, version, by: STAFF },
      destination: {
        ...{ kind: "yape", phone: "987654321" },
        ...{ holder: "Rosa Quispe", documentKind: "dni", documentNumber: "10117410" },
      },
    });

    const answer = await send(url);

    expect(answer.status).toBe(404);
    expect(await refundOf(world(), refund)).toMatchObject({
      detailsBy: STAFF,
      destinationHint: { kind: "yape" },
    });
  });

  it("of two links made at once one lives", async () => {
    const refund = await openedRefund(world());

    const links = await Promise.allSettled([newLink(world(), refund), newLink(world(), refund)]);
    const urls = links.flatMap((link) => (link.status === "fulfilled" ? [link.value] : []));
    const answers = await Promise.all(urls.map((url) => page(url)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it("is not given out when another one was asked for before it was stored, which goes on", async () => {
    const refund = await openedRefund(world());
    const { deps } = world().system;
    const later: string[] = [];
    const db: Queryable = {
      query: async (config) => {
        if (config.name === "store-claim") later.push(await newLink(world(), refund));
        return deps.db.query(config);
      },
    };
    const { version } = await refundOf(world(), refund);
    const asked = { shopId: refund.shopId, userId: STAFF, refundId: refund.id, version };

    const overtaken = await issueClaim({ ...deps, db }, asked);

    expect(overtaken).toEqual({ kind: "moved" });
    expect((await page(later[0] ?? "")).status).toBe(200);
  });
});

it("no detail and no token stands in a log line, in a table in clear, or in another page", async () => {
  const refund = await openedRefund(world());
  const url = await newLink(world(), refund);
  const token = url.split("/").at(-1) ?? "none";
  await page(url);
  await send(url, { ...TYPED, cci: "01136600010003254231" });
  await world().rows("alter table refunds rename to refunds_away");
  expect((await send(url)).status).toBe(500);
  await world().rows("alter table refunds_away rename to refunds");
  expect((await send(url)).status).toBe(303);

  const lines = world().logged();

  expect(lines.some((line) => line.includes('"a door failed"'))).toBe(true);
  for (const secret of [...CANARIES, token])
    expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  expect(await tablesWith(world(), [...CANARIES, token])).toEqual([]);
  expect((await page(url)).text).not.toMatch(/Canaria|4221|BBVA/);
});
