import { describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { refuseRefund } from "#app/refunds/refund-acts.server.ts";
import { mailText } from "../builders/alert-receivers.ts";
import { newCase } from "../builders/case.ts";
import { handIn } from "../builders/refund.ts";
import { minute, toldShop, useReceivers, verified, type ToldShop } from "../builders/told-shop.ts";
import { useWorld } from "../setup/world.ts";

const { mail, hook } = await useReceivers();
const world = useWorld("refund_reminders", { tls: "off", smtpUrl: mail.url });

const DAY_MS = 86_400_000;

/** A refund that Shopify asked for so many days ago, written straight into its table. */
async function waitingRefund(shop: ToldShop, days: number, isTest = false): Promise<string> {
  const [row] = await world().rows<{ id: string }>(
    `insert into refunds (id, shop_id, payment_id, session_id, session_gid, amount_centimos, currency, test, received_at, state)
     select gen_random_uuid(), shop_id, id, gen_random_uuid()::text, 'gid', 2500, currency, $3, $2, 'opened'
     from payments where id = $1 returning id`,
    [shop.payment.paymentId, new Date(world().clock.now().getTime() - days * DAY_MS), isTest],
  );
  invariant(row, "the refund is stored");
  return row.id;
}

const occasionsOf = async (refundId: string) =>
  (
    await world().rows<{ told: string }>(
      "select occasion || ' by ' || channel || ': ' || state as told from alerts where refund_id = $1 order by made_at, channel",
      [refundId],
    )
  ).map(({ told }) => told);

describe("a refund that nobody settles", () => {
  it("is told of after 3, 7 and 12 days, once each, by both ways and with nothing of the shopper", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    const refundId = await waitingRefund(shop, 12.001);

    // A signature holds for minutes: the last day is today's.
    for (const daysAgo of [9.1, 9, 5, 0]) {
      world().clock.shift(-daysAgo * DAY_MS);
      await minute(world());
      await minute(world());
    }

    expect(await occasionsOf(refundId)).toEqual(
      [3, 7, 12].flatMap((day) => [
        `refund-day-${day} by email: sent`,
        `refund-day-${day} by webhook: sent`,
      ]),
    );
    const page = `${world().webOrigin}/app/refunds/${refundId}?shop=${shop.domain}`;
    expect(verified(hook.hooks[2], shop.secret)).toEqual({
      type: "refund.reminder",
      timestamp: expect.any(String),
      data: {
        ...{ shop: shop.domain, url: page, refund_id: refundId, days: 12 },
        ...{ amount: "25.00", currency: "PEN", shopify_payment_id: shop.payment.sessionId },
        received_at: expect.any(String),
      },
    });
    expect(mail.mails).toHaveLength(3);
    const text = mailText(mail.mails[1] ?? { raw: "", to: [] });
    expect(text).toContain("Devolución de S/\u00a025.00, pedida hace 7 días");
    expect(text).toContain(page);
    const said = `${text}${hook.hooks.map(({ body }) => body).join("")}`;
    const [person] = await world().rows<{ email: string }>(
      "select shopper_email as email from payments where id = $1",
      [shop.payment.paymentId],
    );
    for (const secret of [shop.payment.cip, person?.email ?? "?"]) expect(said).not.toContain(secret);
  });

  it("is told of in one e-mail with the cases of that minute", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    await waitingRefund(shop, 8);
    await newCase(world(), shop.payment, { kind: "paid-twice" });

    await minute(world());

    expect(mail.mails).toHaveLength(1);
    const text = mailText(mail.mails[0] ?? { raw: "", to: [] });
    expect(text).toContain("Pagaron dos veces la misma compra");
    expect(text).toContain("pedida hace 7 días");
  });

  it("is told of once, however many workers have that minute", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    const refundId = await waitingRefund(shop, 3);

    await Promise.all(Array.from({ length: 8 }, () => world().run("raise-alerts", {})));
    await minute(world());

    expect(await occasionsOf(refundId)).toHaveLength(2);
    expect(mail.mails).toHaveLength(1);
  });

  it("is no news once it has ended, nor where it is a test", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    const ended = await waitingRefund(shop, 5);
    const act = await handIn(world(), ended);
    await refuseRefund(world().system.deps, { ...act, text: "Ya se cambió el producto." });
    const tested = await waitingRefund(shop, 5, true);

    await minute(world());

    expect(await occasionsOf(ended)).toEqual([]);
    expect(await occasionsOf(tested)).toEqual([]);
    expect(mail.mails).toHaveLength(0);
  });
});
