import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { exportPayments } from "#app/payments/payments-csv-export.server.ts";
import { MACHINE_WORDS } from "#app/payments/payments-csv.ts";
import { NOON, useListedPayments, type ListedShopRows } from "../builders/listed-payments.ts";

const payments = useListedPayments("payments export");

describe("an export", () => {
  const exported = async (shop: ListedShopRows, query: string) => {
    const deps = { db: payments().pool, clock: { now: () => NOON } };
    const input = { shopId: shop.shopId, userId: "7001", query: new URLSearchParams(query) };
    const file = await exportPayments(deps, { ...input, words: MACHINE_WORDS });
    // Reading it as text would take the byte order mark away.
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await new Response(file).arrayBuffer());
  };

  it("holds what the list shows under the same address, in its order", async () => {
    const shop = await payments().newShop();
    for (let hour = 1; hour <= 120; hour += 1) {
      await payments().pending(shop, hour, {
        amount_centimos: 1_000 + (hour % 7),
        test: hour % 20 === 0,
        session_id: createHash("sha256").update(`${shop.shopId}${hour}`).digest("hex").slice(0, 24),
      });
    }

    for (const query of [
      "",
      "sort=amount",
      "sort=expires&from=2026-11-22",
      "mode=test",
      "max=10.03",
      "view=paid",
    ]) {
      const shown = (await payments().walk(shop, query)).flatMap((page) => page.rows);
      const [head, ...lines] = (await exported(shop, query)).trimEnd().split("\r\n");
      expect(head).toBe(
        "\uFEFFpayment_id,cip,status,amount,currency,mode,created_at,created_lima,expires_at,expires_lima,paid_at,paid_lima,transaction_code,money,settled_on,paid_out_on",
      );
      expect(lines.map((line) => line.split(",")[0])).toEqual(shown.map(({ sessionId }) => sessionId));
    }
  });

  it("is written down with the person's name, and without a shopper's address", async () => {
    const shop = await payments().newShop();

    await exported(shop, "q=ana@example.com&view=paid");
    await exported(shop, "q=a%00b");

    const { rows: audit } = await payments().pool.query<{
      action: string;
      user_id: string;
      after: { q: string };
    }>("select action, user_id, after from audit_log where shop_id = $1 order by id", [shop.shopId]);
    expect(audit.map(({ action, user_id, after }) => [action, user_id, after.q])).toEqual([
      ["payments-exported", "7001", "e-mail"],
      ["payments-exported", "7001", "unknown"],
    ]);
  });

  it("reads on only as far as somebody takes it", async () => {
    const shop = await payments().newShop();
    for (let hour = 1; hour <= 3; hour += 1) await payments().pending(shop, hour);
    const deps = { db: payments().pool, clock: { now: () => NOON } };
    const input = { shopId: shop.shopId, userId: "7001", query: new URLSearchParams() };

    const reader = (await exportPayments(deps, { ...input, words: MACHINE_WORDS })).getReader();
    const head = await reader.read();
    await reader.cancel();

    expect(new TextDecoder().decode(head.value)).toMatch(/^payment_id,cip/);
  });
});
