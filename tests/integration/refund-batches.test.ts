import { describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import {
  downloadBatch,
  payOutChosen,
  takeOutChosen,
  type BatchInput,
} from "#app/refunds/batch/batch.server.ts";
import { makeBatch } from "#app/refunds/batch/make-batch.server.ts";
import { listBatches, seeBatch } from "#app/refunds/batch/see-batches.server.ts";
import { USER } from "../builders/act.ts";
import {
  chosenOf as choose,
  fileOf as read,
  madeBatch as make,
  paidTo,
  rowsOf,
  todayOf,
} from "../builders/batch.ts";
import { CANARY, useRefundRows, type RefundShop } from "../builders/refund-rows.ts";

const built = useRefundRows("refund_batches");

const madeBatch = (shop: RefundShop) => make(built(), shop);
const fileOf = (batch: BatchInput) => read(built(), batch);
const chosenOf = (batch: BatchInput) => choose(built(), batch);

function audits(shop: RefundShop) {
  return built().select<{ action: string; user_id: string; after: Record<string, unknown> }>(
    "select action, user_id, after from audit_log where shop_id = $1 order by id",
    [shop.shopId],
  );
}

describe("a batch", () => {
  it("takes all refunds of its currency that can be paid, and no other", async () => {
    const shop = await built().newShop();
    const dollars = { ...shop, paymentId: (await built().newShop("USD")).paymentId };
    await built().rows.insert("refund_settings", {
      shop_id: shop.shopId,
      approval_above_pen_centimos: 5_000,
    });
    const small = await built().newRefund(shop, { amount_centimos: 5_000 });
    const large = await built().newRefund(shop, { amount_centimos: 5_001 });
    const approved = await built().newRefund(shop, {
      ...{ state: "approved", amount_centimos: 9_000, approved_by: "7002" },
      approved_at: built().clock.now(),
    });
    const inDollars = await built().newRefund(dollars, { currency: "USD", amount_centimos: 90_000 });
    const noDetails = {
      sealed_destination: null,
      destination_hint: null,
      details_by: null,
      details_at: null,
    };
    for (const state of ["opened", "details-asked"]) await built().newRefund(shop, { state, ...noDetails });
    await built().newRefund(shop, { test: true });
    await built().newRefund(await built().newShop());

    const batch = await madeBatch(shop);

    const file = await fileOf(batch);
    expect(paidTo(file)).toEqual([small, approved]);
    expect(file.trimEnd().split("\r\n").at(-1)).toBe("TOTAL,2,140.00,PEN,,,,,,,,,");
    expect(await built().refund(large)).toMatchObject({ batch_id: null, version: 0 });
    expect(await built().refund(small)).toMatchObject({ batch_id: batch.batchId, version: 1 });
    const { ready } = await listBatches(built().deps, shop.shopId);
    expect(ready).toEqual([{ total: { centimos: 90_000, currency: "USD" }, count: 1 }]);
    expect(
      (await makeBatch(built().deps, { shopId: shop.shopId, userId: USER, currency: "USD" })).kind,
    ).toBe("made");
    expect(await built().refund(inDollars)).toMatchObject({ version: 1 });
  });

  it("holds no refund of a payment that the collector may have taken back", async () => {
    const shop = await built().newShop();
    await built().newRefund(shop);
    const kind = "reversal-suspected";
    await built().rows.newCase({ ...shop, versionId: "", group: "" }, { kind, payment_id: shop.paymentId });

    const outcome = await makeBatch(built().deps, { shopId: shop.shopId, userId: USER, currency: "PEN" });

    expect(outcome).toEqual({ kind: "refused", reason: "nothing-ready" });
  });

  it("has exactly what the bank needs in its file, and the same bytes at every download", async () => {
    const shop = await built().newShop();
    const id = await built().newRefund(shop, { amount_centimos: 12_345 });

    const batch = await madeBatch(shop);
    const [first, second] = [await fileOf(batch), await fileOf(batch)];

    expect(first.split("\r\n")[1]).toBe(
      `1,DEV00001L001,123.45,PEN,CCI,BCP,"=""${CANARY.kind === "cci" ? CANARY.cci : ""}""",Canaria Ñahui Del Secreto,` +
        `CANARIA NAHUI DEL SECRETO,DNI,"=""01234567""","=""${await sessionIdOf(shop)}""","=""${id}"""`,
    );
    expect(second).toBe(first);
    const [rows] = await chosenOf(batch);
    invariant(rows, "it holds one");
    await takeOutChosen(built().deps, { ...batch, chosen: [rows], reason: "not-now" });
    expect(await fileOf(batch)).toBe(first);
  });

  it("shares no refund with another one, however many people make one at once", async () => {
    const shop = await built().newShop();
    const ids = await built().newRefunds(shop, 40);

    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        makeBatch(built().deps, { shopId: shop.shopId, userId: `80${index}`, currency: "PEN" }),
      ),
    );

    const made = outcomes.flatMap((outcome) => (outcome.kind === "made" ? [outcome.batchId] : []));
    expect(made.length).toBeGreaterThan(0);
    const files = await Promise.all(
      made.map((batchId) => fileOf({ shopId: shop.shopId, userId: USER, batchId })),
    );
    expect(files.flatMap(paidTo).toSorted()).toEqual(ids.toSorted());
  });

  it("shares no refund also where new ones become ready while batches are made", async () => {
    const shop = await built().newShop();
    const ids = await built().newRefunds(shop, 10);
    const later: string[] = [];
    while (later.length < 8) later.push(await built().newRefund(shop, { state: "opened" }));

    await Promise.all(
      later.map(async (id) => {
        await built().select("update refunds set state = 'details-given' where id = $1", [id]);
        await makeBatch(built().deps, { shopId: shop.shopId, userId: USER, currency: "PEN" });
      }),
    );
    await makeBatch(built().deps, { shopId: shop.shopId, userId: USER, currency: "PEN" });

    const { batches } = await listBatches(built().deps, shop.shopId);
    const files = await Promise.all(
      batches.map(({ id }) => fileOf({ shopId: shop.shopId, userId: USER, batchId: id })),
    );
    const expected = [...ids, ...later];
    expect(files.flatMap(paidTo).toSorted()).toEqual(expected.toSorted());
    expect(new Set(batches.map(({ number }) => number)).size).toBe(batches.length);
    for (const [index, file] of files.entries()) {
      expect(file.split("\r\n").length - 3).toBe(batches[index]?.count);
    }
  });

  it("is written down with the person's name when it is made and at each download, without a detail", async () => {
    const shop = await built().newShop();
    await built().newRefund(shop);

    const batch = await madeBatch(shop);
    await downloadBatch(built().deps, { ...batch, userId: "7002" });

    const lines = await audits(shop);
    expect(lines.map(({ action, user_id }) => [action, user_id])).toEqual([
      ["refund-batch-made", USER],
      ["refund-batch-downloaded", "7002"],
    ]);
    expect(lines[0]?.after).toMatchObject({ number: 1, count: 1, centimos: 1_250, currency: "PEN" });
  });

  it("does not exist for another shop, nor under an id that is none", async () => {
    const shop = await built().newShop();
    await built().newRefund(shop);
    const batch = await madeBatch(shop);
    const { shopId } = await built().newShop();

    for (const input of [
      { ...batch, shopId },
      { ...batch, batchId: "../../x" },
    ]) {
      expect(await downloadBatch(built().deps, input)).toEqual({ kind: "unknown" });
      expect(await seeBatch(built().deps, input)).toBeNull();
      const act = { ...input, chosen: await chosenOf(batch) };
      expect(await takeOutChosen(built().deps, { ...act, reason: "not-now" })).toBeNull();
      const paid = { ...act, paidOn: todayOf(built()), bankReference: "004512" };
      expect(await payOutChosen(built().deps, paid)).toBeNull();
    }
    expect((await rowsOf(built(), batch)).map(({ end }) => end.kind)).toEqual(["waiting"]);
  });
});

describe("leaving a batch", () => {
  it("needs a person's “not paid”, after which the next batch has the refund again", async () => {
    const shop = await built().newShop();
    const [one = "", other = ""] = await built().newRefunds(shop, 2);
    const batch = await madeBatch(shop);
    const [chosen] = await chosenOf(batch);
    invariant(chosen?.refundId === one, "the first is the one that waited longest");

    const answer = await takeOutChosen(built().deps, {
      ...batch,
      chosen: [chosen],
      reason: "bank-refused",
    });

    expect(answer).toEqual({ kind: "taken-out", count: 1, failed: [] });
    expect(await built().refund(one)).toMatchObject({ batch_id: null, state: "details-given" });
    expect((await rowsOf(built(), batch)).map(({ end }) => end.kind)).toEqual(["not-paid", "waiting"]);
    expect((await rowsOf(built(), batch))[0]?.end).toMatchObject({ reason: "bank-refused", by: USER });
    const next = await madeBatch(shop);
    expect(paidTo(await fileOf(next))).toEqual([one]);
    expect(await built().refund(other)).toMatchObject({ batch_id: batch.batchId });
    expect(await audits(shop)).toContainEqual(
      expect.objectContaining({ action: "refund-not-paid", user_id: USER }),
    );
  });

  it("is refused to whoever saw an older page, and to a refund of another batch", async () => {
    const shop = await built().newShop();
    await built().newRefund(shop);
    const batch = await madeBatch(shop);
    const [chosen] = await chosenOf(batch);
    invariant(chosen, "it holds one");
    await built().newRefund(shop);
    const other = await madeBatch(shop);
    const act = { reason: "not-now", chosen: [{ ...chosen, version: 0 }] } as const;

    const stale = await takeOutChosen(built().deps, { ...batch, ...act });
    const foreign = await takeOutChosen(built().deps, { ...other, ...act, chosen: [chosen] });
    const nobody = await takeOutChosen(built().deps, { ...batch, ...act, chosen: [] });

    expect(stale).toEqual({ kind: "taken-out", count: 0, failed: [{ line: 1, reason: "moved" }] });
    expect(foreign).toMatchObject({ count: 0, failed: [{ reason: "moved" }] });
    expect(nobody).toEqual({ kind: "refused", reason: "none-chosen" });
    expect(await built().refund(chosen.refundId)).toMatchObject({ batch_id: batch.batchId });
  });

  it.each([
    ["its destination", "sealed_destination = 'another'"],
    ["its place in another batch", "batch_id = gen_random_uuid()"],
  ])("never happens by changing %s, whoever writes the row", async (_, change) => {
    const shop = await built().newShop();
    const id = await built().newRefund(shop);
    await madeBatch(shop);

    const written = built().select(`update refunds set ${change} where id = $1`, [id]);

    await expect(written).rejects.toThrow("refunds: this never changes");
  });

  it("never happens by changing its file", async () => {
    const shop = await built().newShop();
    await built().newRefund(shop);
    const { batchId } = await madeBatch(shop);

    const written = built().select("update refund_batches set bytes = 'other' where id = $1", [batchId]);

    await expect(written).rejects.toThrow("refund_batches: this never changes");
  });
});

async function sessionIdOf(shop: RefundShop): Promise<string | undefined> {
  const [row] = await built().select<{ session_id: string }>(
    "select session_id from payments where id = $1",
    [shop.paymentId],
  );
  return row?.session_id;
}
