import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fetchPrivacyExport } from "#app/privacy/fetch-privacy-export.server.ts";
import { payOutRefund, refuseRefund } from "#app/refunds/refund-acts.server.ts";
import { newPerson, paidBy } from "../builders/person.ts";
import {
  newLink,
  openedRefund,
  refundOf,
  send,
  STAFF,
  type AskedRefund,
} from "../builders/refund-claim.ts";
import { connectNewShop } from "../builders/shop.ts";
import { ask, requestOf } from "../builders/shopify-webhook.ts";
import { useWorld, type TestWorld } from "../setup/world.ts";

const world = useWorld("refund_wiping", { tls: "off" });

const DAY_MS = 86_400_000;

/** A refund whose shopper has said where the money goes. */
async function withDetails(refund: AskedRefund): Promise<AskedRefund> {
  const answer = await send(await newLink(world(), refund));
  expect(answer.status).toBe(303);
  return refund;
}

async function payOut(refund: AskedRefund): Promise<void> {
  const { deps } = world().system;
  const { version } = await refundOf(world(), refund);
  const outcome = await payOutRefund(deps, {
    ...{ shopId: refund.shopId, userId: STAFF, refundId: refund.id, version },
    paidOn: "2026-11-20",
    bankReference: "OP-8812",
  });
  expect(outcome.kind).toBe("done");
}

/** A file for the bank that holds the refund's details, and that nobody waits for any more. */
async function closedFile(refund: AskedRefund, number: number, notPaid: string | null): Promise<string> {
  const id = randomUUID();
  await world().rows(
    `insert into refund_batches (id, shop_id, number, currency, state, created_at, created_by, bytes, closed_at)
     values ($1, $2, $3, 'PEN', 'closed', now(), '7001', 'sealed', now())`,
    [id, refund.shopId, number],
  );
  await world().rows(
    `insert into refund_batch_lines (batch_id, line, refund_id, amount_centimos, taken_out_at, taken_out_by, reason)
     values ($1, 1, $2, 6250, case when $3::text is null then null else now() end,
       case when $3::text is null then null else '7001' end, $3)`,
    [id, refund.id, notPaid],
  );
  return id;
}

/** What is left of it that says anything of a person. */
async function left(of: TestWorld, { id }: AskedRefund) {
  const [row] = await of.rows(
    `select r.sealed_destination is not null as destination, r.destination_hint is not null as hint,
       (select count(*)::int from refund_claims c where c.refund_id = r.id) as links,
       (select count(*)::int from refund_receipts f where f.refund_id = r.id) as receipts,
       r.bank_reference as reference, r.wiped_at is not null as wiped
     from refunds r where r.id = $1`,
    [id],
  );
  return row;
}
const WHOLE = { destination: true, hint: true, links: 1, receipts: 0, wiped: false };
const WIPED = { destination: false, hint: false, links: 0, receipts: 0, wiped: true };

describe("where the money of a refund went", () => {
  it("is wiped ninety days after the payout, with receipt, link and closed file, and the bank's reference stays", async () => {
    const refund = await withDetails(await openedRefund(world()));
    await payOut(refund);
    await world().rows(
      `insert into refund_receipts (id, refund_id, file_name, media_type, size, sealed, added_at, added_by)
       values ($1, $2, 'a.pdf', 'application/pdf', 1, 'sealed', now(), '7001')`,
      [randomUUID(), refund.id],
    );
    // The bank did not pay it from the first file; the second one's it did.
    const files = [await closedFile(refund, 1, "bank-refused"), await closedFile(refund, 2, null)];

    world().clock.shift(89 * DAY_MS);
    await world().run("wipe-refund-details", {});
    const before = await left(world(), refund);
    world().clock.shift(91 * DAY_MS);
    await world().run("wipe-refund-details", {});

    expect(before).toMatchObject({ ...WHOLE, receipts: 1 });
    expect(await left(world(), refund)).toEqual({ ...WIPED, reference: "OP-8812" });
    expect(
      await world().rows("select distinct bytes from refund_batches where id = any($1::uuid[])", [files]),
    ).toEqual([{ bytes: "" }]);
  });

  it("is wiped a day after a refund was refused, and never while it may still be paid", async () => {
    const [refused, open] = [
      await withDetails(await openedRefund(world())),
      await withDetails(await openedRefund(world())),
    ];
    const { version } = await refundOf(world(), refused);
    await refuseRefund(world().system.deps, {
      ...{ shopId: refused.shopId, userId: STAFF, refundId: refused.id, version },
      text: "No procede",
    });

    world().clock.shift(400 * DAY_MS);
    await world().run("wipe-refund-details", {});

    expect(await left(world(), refused)).toMatchObject(WIPED);
    expect(await left(world(), open)).toMatchObject(WHOLE);
  });
});

describe("a person's privacy request", () => {
  it("hands over where their refund goes, and of nobody else", async () => {
    const { domain: shop } = await connectNewShop(world());
    const person = newPerson();
    const { sessionId } = await paidBy(world(), shop, person);
    const refund = await withDetails(await openedRefund(world(), { sessionId }));
    await withDetails(await openedRefund(world()));

    const request = await ask(world(), "customers/data_request", shop, { email: person.email });
    const text = await fetchPrivacyExport(world().system.deps, {
      ...{ shopId: refund.shopId, userId: "42" },
      requestId: request.id,
    });

    expect(JSON.parse(text ?? "null")).toMatchObject({
      refunds: [
        {
          amount: "62.50",
          currency: "PEN",
          state: "details-given",
          destination: { cci: "01136600010003254221", holder: "Canaria Titular Secreta" },
        },
      ],
    });
    expect(request.sealed_export).not.toContain("01136600010003254221");
  });

  it("to forget them waits until their refund is paid, and then leaves nothing of where it went", async () => {
    const { domain: shop } = await connectNewShop(world());
    const person = newPerson();
    const { sessionId } = await paidBy(world(), shop, person);
    const refund = await withDetails(await openedRefund(world(), { sessionId }));

    const first = await ask(world(), "customers/redact", shop, { email: person.email });
    const waiting = await left(world(), refund);
    await payOut(refund);
    // Shopify is told of it: only then nothing is owed to anybody.
    await world().rows(
      "update reports set state = 'acknowledged', acknowledged_at = now() where refund_id = $1",
      [refund.id],
    );
    await world().run("work-privacy-request", { requestId: first.id });

    expect(first.outcome).toBeNull();
    expect(waiting).toMatchObject(WHOLE);
    expect((await requestOf(world(), "customers/redact", shop)).outcome).toBe("done");
    expect(await left(world(), refund)).toEqual({ ...WIPED, reference: "OP-8812" });
  });

  it("to forget them ends in time, and a refund that was still owed loses its destination when it ends", async () => {
    const { domain: shop } = await connectNewShop(world());
    const person = newPerson();
    const { sessionId } = await paidBy(world(), shop, person);
    const refund = await withDetails(await openedRefund(world(), { sessionId }));
    const { id } = await ask(world(), "customers/redact", shop, { email: person.email });

    world().clock.shift(29 * DAY_MS);
    await world().run("work-privacy-request", { requestId: id });
    await world().run("wipe-refund-details", {});
    const owed = await left(world(), refund);
    await payOut(refund);
    await world().run("wipe-refund-details", {});

    expect((await requestOf(world(), "customers/redact", shop)).outcome).toBe("done");
    expect(owed).toMatchObject(WHOLE);
    expect(await left(world(), refund)).toEqual({ ...WIPED, reference: "OP-8812" });
  });
});
