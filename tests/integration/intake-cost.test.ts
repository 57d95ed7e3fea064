/**
 * Guards against a flush that reads every payment there is: an `exists` over the stored sessions was planned as a scan
 * of the whole table, so that each batch became slower with every payment ever taken.
 */
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { openPayments, type ArrivedSession } from "#app/payments/open-payment.server.ts";
import { parsePaymentSessionRequest } from "#app/shopify/payment-session-request.ts";
import { parseShopDomain } from "#app/shopify/shop-domain.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("intake_cost", { tls: "off", roles: ["payments"] });

const MANY = 5_000;

function arriving(id: string): ArrivedSession {
  const shop = parseShopDomain(DEMO_SHOP);
  const parsed = parsePaymentSessionRequest(
    JSON.stringify({
      id,
      gid: `gid://shopify/PaymentSession/${id}`,
      group: id,
      amount: "20.00",
      currency: "PEN",
      test: false,
      kind: "sale",
      payment_method: { data: { cancel_url: `https://${DEMO_SHOP}/checkouts/1` } },
      proposed_at: world().clock.now().toISOString(),
      merchant_locale: "es",
      customer: null,
    }),
  );
  invariant(shop && parsed.kind === "request", "the session is well formed");
  return { shop, requestId: null, request: parsed.request };
}

it("stores sessions without reading those that are stored, however many there are", async () => {
  const { deps } = world().system;
  const known = arriving(randomUUID());
  await openPayments(deps, [known]);
  await world().rows(
    `insert into payments (id, shop_id, session_id, session_gid, session_group, amount_centimos, currency, test, kind,
       slug, cancel_url, proposed_at, received_at, started_at)
     select gen_random_uuid(), shop_id, 's' || n, session_gid, 'g' || n, amount_centimos, currency, test, kind,
       'slug' || n, cancel_url, proposed_at, received_at, started_at
     from payments, generate_series(1, ${MANY}) n`,
  );
  await world().rows("analyze payments");
  const client = await deps.database.pool.connect();
  try {
    await client.query("begin");
    const rowsScanned = async () => {
      const { rows } = await client.query<{ count: string }>(
        "select seq_tup_read as count from pg_stat_xact_user_tables where relname = 'payments'",
      );
      return Number(rows[0]?.count);
    };
    const before = await rowsScanned();
    const arrived = [known, ...Array.from({ length: 20 }, () => arriving(randomUUID()))];

    const answers = await openPayments({ ...deps, db: client }, arrived);

    expect(answers.every(({ kind }) => kind === "accepted")).toBe(true);
    expect((await rowsScanned()) - before).toBe(0);
  } finally {
    await client.query("rollback");
    client.release();
  }
});
