import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Queryable } from "#app/lib/database.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { CaseList } from "#app/cases/case-list.ts";
import { listCases } from "#app/cases/list-cases.server.ts";
import { seeCase } from "#app/cases/see-case.server.ts";
import { HOUR_MS, NOON, useListedPayments } from "../builders/listed-payments.ts";
import type { Place, Row } from "../builders/rows.ts";

const built = useListedPayments("case pages");

const ME = "7001";
const clock = { now: () => NOON };
const deps = () => ({ db: built().pool, clock });

async function newShop(): Promise<Place> {
  return { ...(await built().newShop()), group: "", paymentId: "" };
}

function newCase(shop: Place, hoursAgo: number, more: Row = {}): Promise<string> {
  const at = new Date(NOON.getTime() - hoursAgo * HOUR_MS);
  return built().rows.newCase(shop, { opened_at: at, last_seen_at: at, ...more });
}

function list(shop: Place, query = ""): Promise<CaseList> {
  return listCases(deps(), { shopId: shop.shopId, userId: ME, query: new URLSearchParams(query) });
}

const ids = ({ rows }: CaseList) => rows.map(({ id }) => id);

describe("the desk's list", () => {
  it("shows what is open, oldest first, with the money it holds and who has it", async () => {
    const shop = await newShop();
    const young = await newCase(shop, 1, { held_centimos: 900, currency: "PEN" });
    const old = await newCase(shop, 30, { kind: "removed-elsewhere", owner_id: "7002" });
    await newCase(await newShop(), 50);

    const shown = await list(shop);

    expect(ids(shown)).toEqual([old, young]);
    expect(shown.rows[0]).toMatchObject({ kind: "removed-elsewhere", held: null, owner: "7002" });
    expect(shown.rows[1]).toMatchObject({ held: { centimos: 900, currency: "PEN" }, owner: null });
  });

  it("is narrowed to mine, to what nobody looks at, to what is closed, and to a kind", async () => {
    const shop = await newShop();
    const mine = await newCase(shop, 40, { owner_id: ME, attended_at: NOON });
    const late = await newCase(shop, 25);
    const fresh = await newCase(shop, 23, { kind: "report-dead" });
    const ended = { state: "closed", closed_by: ME, resolution: "nothing-to-do" };
    const first = await newCase(shop, 60, { ...ended, closed_at: new Date(NOON.getTime() - HOUR_MS) });
    const last = await newCase(shop, 50, { ...ended, closed_at: NOON });

    expect(ids(await list(shop))).toEqual([mine, late, fresh]);
    expect(ids(await list(shop, "view=mine"))).toEqual([mine]);
    expect(ids(await list(shop, "view=late"))).toEqual([late]);
    expect(ids(await list(shop, "view=closed"))).toEqual([last, first]);
    expect(ids(await list(shop, "kind=report-dead"))).toEqual([fresh]);
  });

  it("goes on from page to page without losing or repeating one, also where many opened at once", async () => {
    const shop = await newShop();
    for (let index = 0; index < 120; index += 1) await newCase(shop, 10 - Math.floor(index / 40));

    const seen: string[] = [];
    let after: string | null = "";
    while (after !== null) {
      const page: CaseList = await list(shop, `after=${after}`);
      seen.push(...ids(page));
      after = page.next;
    }

    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
  });

  it("is answered whatever the address holds", async () => {
    const shop = await newShop();
    const one = await newCase(shop, 1);
    const nasty = [
      "view=\u0000",
      "kind='",
      "after=1.2",
      `after=${"9".repeat(15)}`,
      "after=9.-",
      "view=all&kind=toString",
    ];

    for (const query of nasty) expect(ids(await list(shop, query)), query).toEqual([one]);
    expect(ids(await list(shop, `after=${"9".repeat(15)}.${randomUUID()}`))).toEqual([]);
  });

  it("reads by an index in every view, also after years of closed cases", async () => {
    const shop = await newShop();
    const { pool } = built();
    await pool.query(
      `insert into cases (id, shop_id, kind, merge_key, state, opened_at, last_seen_at, closed_at, closed_by, resolution)
       select gen_random_uuid(), $1, 'report-dead', 'old-' || n, 'closed', $2, $2, $2::timestamptz + n * interval '1 s', '1',
         'nothing-to-do' from generate_series(1, 5000) n`,
      [shop.shopId, NOON],
    );
    await newCase(shop, 30, { owner_id: ME });
    await pool.query("analyze cases");
    const plans: string[] = [];
    const db: Queryable = {
      query: async (config) => {
        const plan = await pool.query({ text: `explain ${config.text}`, values: config.values ?? [] });
        plans.push(JSON.stringify(plan.rows));
        return pool.query(config);
      },
    };

    for (const view of ["open", "mine", "late", "closed"]) {
      plans.length = 0;
      const query = new URLSearchParams({ view });
      await listCases({ db, clock }, { shopId: shop.shopId, userId: ME, query });
      const read = plans.join("\n");
      expect(read, view).toMatch(/Index (Only )?Scan[^"]* using cases_/);
      expect(read, view).not.toContain("Seq Scan on cases");
    }
  });
});

describe("the page of a case", () => {
  it("shows both receipts where two codes of a checkout were paid, and which of them is this case's", async () => {
    const shop = await newShop();
    const { rows } = built();
    const group = randomUUID();
    const base = { session_group: group, told: "resolved" };
    const firstId = await rows.newPayment(shop.shopId, base);
    const secondId = await rows.newPayment(shop.shopId, { ...base, told: "released" });
    const paid = { state: "paid", paid_at: NOON };
    await rows.newReport({ ...shop, group, paymentId: firstId }, "resolve", { state: "acknowledged" });
    await rows.newCode({ ...shop, group, paymentId: firstId }, { ...paid, cip: "700100200" });
    const code = await rows.newCode({ ...shop, group, paymentId: secondId }, { ...paid, cip: "700100201" });
    await rows.insert("timeline", {
      ...{ payment_id: secondId, code_id: code, at: NOON },
      ...{ actor: "pagoefectivo", event: "paid" },
    });
    const id = await newCase(shop, 2, {
      ...{ payment_id: secondId, code_id: code, held_centimos: 12_500, currency: "PEN" },
      evidence: JSON.stringify({
        told: "released",
        codeState: "voided",
        statusName: "Cancelada",
        odd: { nested: 1 },
      }),
    });

    const seen = await seeCase(deps(), { shopId: shop.shopId, caseId: id, userId: ME });

    expect(seen).toMatchObject({
      kind: "paid-twice",
      held: { centimos: 12_500, currency: "PEN" },
      facts: { told: "released", codeState: "voided", statusName: "Cancelada" },
      resolutions: ["given-back", "resolved-at-shopify", "kept"],
    });
    expect(seen?.receipts).toHaveLength(2);
    expect(seen?.receipts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ cip: "700100200", is: "order", lookedUpAt: null }),
        expect.objectContaining({
          ...{ cip: "700100201", is: "case", amount: { centimos: 12_500, currency: "PEN" } },
          ...{ paidAt: NOON.toISOString(), lookedUpAt: NOON.toISOString() },
        }),
      ]),
    );
  });

  it("shows the receipt of a second CIP as its notice says it, and nothing else of the notice", async () => {
    const shop = await newShop();
    const { rows } = built();
    const group = randomUUID();
    const paymentId = await rows.newPayment(shop.shopId, { session_group: group, told: "resolved" });
    const place = { ...shop, group, paymentId };
    await rows.newReport(place, "resolve", { state: "acknowledged" });
    const code = await rows.newCode(place, { state: "paid", paid_at: NOON, cip: "700100300" });
    const noticeId = randomUUID();
    const body = {
      eventType: "cip.paid",
      operationNumber: "0045",
      data: { cip: "700100301", amount: 125, currency: "PEN", payer: "Canary Person" },
    };
    await built().pool.query(
      `insert into notices (id, set_id, credential_version_id, received_at, body, body_hash, signature_form, event_type, cip, state, code_id)
       select $1, set_id, id, $2, $3, $4, 'raw', 'cip.paid', '700100301', 'case', $5 from credential_versions where id = $6`,
      [noticeId, NOON, Buffer.from(JSON.stringify(body)), Buffer.from(noticeId), code, shop.versionId],
    );
    const id = await newCase(shop, 2, {
      ...{ kind: "paid-second-cip", payment_id: paymentId, code_id: code, notice_id: noticeId },
      ...{ held_centimos: 12_500, currency: "PEN" },
    });

    const seen = await seeCase(deps(), { shopId: shop.shopId, caseId: id, userId: ME });

    expect(seen?.receipts).toMatchObject([
      { cip: "700100300", is: "order" },
      { cip: "700100301", is: "case", operationNumber: "0045", amount: { centimos: 12_500 } },
    ]);
    expect(JSON.stringify(seen)).not.toContain("Canary");
  });

  it("does not exist for another shop, nor for an id that is none", async () => {
    const shop = await newShop();
    const other = await newShop();
    const caseId = await newCase(shop, 1);

    const seen = [
      await seeCase(deps(), { shopId: other.shopId, caseId, userId: ME }),
      await seeCase(deps(), { shopId: shop.shopId, caseId: "../../etc/passwd", userId: ME }),
      await seeCase(deps(), { shopId: shop.shopId, caseId: "-".repeat(36), userId: ME }),
    ];

    expect(seen).toEqual([null, null, null]);
    invariant(await seeCase(deps(), { shopId: shop.shopId, caseId, userId: ME }), "its own shop sees it");
  });
});
