import { createHash, randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { ListedShopRows } from "../builders/listed-payments.ts";
import { NOON, useListedPayments } from "../builders/listed-payments.ts";
import type { Place, Row } from "../builders/rows.ts";
import { searchStory } from "#app/story/see-story.server.ts";
import type { SearchView } from "#app/story/story-view.ts";

const payments = useListedPayments("story search");

const SESSION = "u0nwmSrNntjIWozmNslK5Tlq";
const SLUG = "Zk3v9QmXw0bY7aLr2TnEoPdUcHsGfJ1i";

function search(shop: ListedShopRows, typed: string, paymentId: string | null = null): Promise<SearchView> {
  const deps = { db: payments().pool, clock: { now: () => NOON }, publicOrigin: "https://pagos.example" };
  return searchStory(deps, { shopId: shop.shopId, typed, paymentId, language: null });
}

async function found(shop: ListedShopRows, typed: string): Promise<string[]> {
  return (await search(shop, typed)).matches.map(({ id }) => id);
}

async function newSlip(place: Place, codeId: string, operationNumber: string): Promise<void> {
  await payments().rows.insert("slips", {
    ...{ id: randomUUID(), payment_id: place.paymentId, code_id: codeId, number: 1 },
    ...{ left_at: NOON, operation_number: operationNumber },
  });
}

async function newNotice(place: Place, codeId: string | null, body: Uint8Array | string): Promise<void> {
  const bytes = Buffer.from(body);
  await payments().pool.query(
    `insert into notices (id, set_id, credential_version_id, received_at, body, body_hash, signature_form, code_id, state)
     select $1, v.set_id, v.id, $3, $4, $5, 'raw', $6, 'matched' from credential_versions v where v.id = $2`,
    [randomUUID(), place.versionId, NOON, bytes, createHash("sha256").update(bytes).digest(), codeId],
  );
}

describe("whatever a shopper gave", () => {
  let shop: ListedShopRows;
  let place: Place;
  let codeId: string;

  beforeAll(async () => {
    shop = await payments().newShop();
    place = await payments().payment(shop, 3, {
      ...{ told: "pending", session_id: SESSION, slug: SLUG, amount_centimos: 123_450 },
      ...{ shopper_email: "Rosa.Quispe@Example.com", shopper_phone: "+51 987 654 321" },
    });
    codeId = await payments().rows.newCode(place, { cip: "311025640" });
    await newSlip(place, codeId, "0012-3456");
    const notice = { eventType: "cip.paid", operationNumber: 778_899, data: { cip: "311025640" } };
    await newNotice(place, codeId, JSON.stringify(notice));
    await payments().rows.newRefund(place, {
      ...{ state: "paid-out", details_by: "shopper", details_at: NOON, ended_at: NOON, paid_out_on: NOON },
      ...{ sealed_destination: "sealed", destination_hint: "{}", bank_reference: "0004-45566" },
      ...{ paid_out_by: "7001" },
    } satisfies Row);
    for (let hour = 1; hour <= 5; hour += 1) await payments().pending(shop, hour);
  });

  it.each([
    ["CIP: 311 025 640", "cip"],
    [`payment_id:${SESSION}`, "payment-id"],
    [SESSION, "payment-id"],
    ["rosa.quispe@example.com", "email"],
    ["Correo: ROSA.QUISPE@EXAMPLE.COM", "email"],
    ["987654321", "phone"],
    ["WhatsApp: +51 987-654-321", "phone"],
    ["S/ 1,234.50", "amount"],
    ["1.234,50 soles", "amount"],
    ["N° de operación: 123456", "operation"],
    ["0778899", "operation"],
    ["OP 445566", "operation"],
    [`https://pagos.example/v/${SLUG}?lang=en`, "page"],
  ])("%s finds its payment, and says by what", async (typed, meaning) => {
    const { matches, story } = await search(shop, typed);

    expect(matches.map(({ id }) => id)).toEqual([place.paymentId]);
    expect(matches[0]?.by).toContain(meaning);
    expect(story?.payment.sessionId).toBe(SESSION);
  });

  it("finds by the transactionCode that PagoEfectivo's portal shows", async () => {
    expect(await found(shop, codeId.toUpperCase())).toEqual([place.paymentId]);
  });

  it("shows no address and no number whole", async () => {
    const text = JSON.stringify(await search(shop, "CIP 311025640"));

    expect(text).not.toMatch(/Rosa\.Quispe|987 ?654 ?321/i);
    expect(text).toContain("••••321");
  });

  it("takes a number that only ends alike for another phone", async () => {
    expect(await found(shop, "+51 917 654 321")).toEqual([]);
    expect(await found(shop, "+1 987 654 321")).toEqual([]);
  });

  it("says that there is nothing, and tells it from a text that is no question", async () => {
    expect(await search(shop, "999888777")).toMatchObject({ kind: "answered", matches: [], story: null });
    expect(await search(shop, "¿y mi pago?")).toMatchObject({ kind: "not-read", matches: [] });
    expect(await search(shop, "  ")).toMatchObject({ kind: "nothing-asked", matches: [] });
  });

  it.each(["\u0000", "\ud800", "'; drop table payments", "%", "9".repeat(500), "<script>", "{}"])(
    "is never broken by %j",
    async (typed) => {
      expect((await search(shop, typed)).story).toBeNull();
    },
  );
});

describe("many that match", () => {
  it("are the likeliest first, then the newest, no more than can be read", async () => {
    const shop = await payments().newShop();
    for (let hour = 1; hour <= 25; hour += 1) await payments().pending(shop, hour);
    const oldest = await payments().payment(shop, 90, { told: "resolved", amount_centimos: 9_900 });
    await payments().rows.newCode(oldest, { cip: "12500", state: "paid", paid_at: NOON });

    const { matches, hasMore, story } = await search(shop, "12500");
    const byAmount = await search(shop, "125.00");

    expect(matches[0]).toMatchObject({ id: oldest.paymentId, cip: "12500", by: ["cip"] });
    expect(story?.payment.id).toBe(oldest.paymentId);
    expect(byAmount.matches).toHaveLength(20);
    expect([hasMore, byAmount.hasMore, byAmount.story]).toEqual([false, true, null]);
    const times = byAmount.matches.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted().reverse());
  });

  it("are told apart by choosing one", async () => {
    const shop = await payments().newShop();
    await payments().pending(shop, 2);
    const chosen = await payments().pending(shop, 1);

    const { matches, story } = await search(shop, "125.00", chosen.paymentId);

    expect(matches).toHaveLength(2);
    expect(story?.payment.id).toBe(chosen.paymentId);
  });
});

describe("another shop's payment", () => {
  it("is found by nothing that is asked, and its id tells nothing", async () => {
    const [mine, theirs] = [await payments().newShop(), await payments().newShop()];
    const person = { shopper_email: "ana@example.com", shopper_phone: "912345678" };
    const slug = "Theirs9QmXw0bY7aLr2TnEoPdUcHsGfJ";
    const place = await payments().payment(theirs, 1, { told: "pending", slug, ...person });
    const codeId = await payments().rows.newCode(place, { cip: "311999888" });
    await newSlip(place, codeId, "OP112233");
    await newNotice(place, codeId, JSON.stringify({ eventType: "cip.paid", operationNumber: "665544" }));
    const asked = [
      ...[place.paymentId, "311999888", "ana@example.com", "912345678", "OP112233", "665544", "125.00"],
      ...[codeId, `https://pagos.example/v/${slug}`],
    ];

    for (const typed of asked) {
      expect((await search(mine, typed)).matches, typed).toEqual([]);
    }
    expect((await search(mine, "", place.paymentId)).story).toBeNull();
    expect(await found(theirs, "311999888")).toEqual([place.paymentId]);
  });
});

describe("a notice whose body is anything at all", () => {
  it("is stored all the same, and found where it names an operation", async () => {
    const shop = await payments().newShop();
    const place = await payments().pending(shop, 1);
    const [code] = (
      await payments().pool.query<{ id: string }>("select id from codes where payment_id = $1", [
        place.paymentId,
      ])
    ).rows;
    const bodies = [
      new Uint8Array([0xff, 0xfe, 0x00, 0x80]),
      "not json",
      "[]",
      "null",
      '{"operationNumber":null}',
      '{"operationNumber":"\\u0000"}',
      '{"operationNumber":{"deep":[1,2]}}',
      JSON.stringify({ operationNumber: "9".repeat(20_000) }),
      "[".repeat(20_000),
      JSON.stringify({ operationNumber: " op-00 77 11 " }),
    ];

    for (const body of bodies) await newNotice(place, code?.id ?? null, body);

    expect(await found(shop, "operación 7711")).toEqual([]);
    expect(await found(shop, "operación OP007711")).toEqual([place.paymentId]);
  });
});
