import { describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { closeCase, type CaseInput } from "#app/payments/case-desk.server.ts";
import { noticeSignature } from "../../simulators/pagoefectivo/notice-body.ts";
import { lookUps, noticesOf, settledNotice, triedNotice } from "../builders/notice.ts";
import {
  casesOf,
  codesOf,
  moveToExpiry,
  orderState,
  openPage,
  pageState,
  paymentRow,
  told,
  toldPending,
  withCode,
} from "../builders/payment.ts";
import { connectNewShop, createElsewhere } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("notices_for_a_person");

const MINUTE_MS = 60_000;

describe("a notice that proves nothing", () => {
  it.each(["wrong", "missing"] as const)("is refused without a word: signature %s", async (signature) => {
    const payment = await toldPending(world());
    const body = `{"eventType":"cip.paid","operationNumber":"1","data":{"cip":"${payment.cip}","currency":"PEN","amount":125.00}}`;

    const response = await fetch(world().noticeUrl, {
      method: "POST",
      body,
      headers: signature === "wrong" ? { "PE-Signature": noticeSignature(body, "another key") } : {},
    });

    expect([response.status, await response.text()]).toEqual([401, ""]);
    expect(await noticesOf(world(), payment.cip)).toEqual([]);
    world().clock.shift(2 * MINUTE_MS);
    await world().until("the look-up it asks for", () => lookUps(world(), payment.cip) === 1);
    expect(told(world(), payment)).toEqual(["Pending accepted"]);
  });

  it("is refused without a word at an address that no merchant has", async () => {
    const response = await fetch(`${world().webOrigin}/pagoefectivo/notices/nobody`, {
      method: "POST",
      body: "{}",
      headers: { "PE-Signature": noticeSignature("{}", "any") },
    });

    expect([response.status, await response.text()]).toEqual([404, ""]);
  });

  it("is refused when it is too large", async () => {
    const response = await fetch(world().noticeUrl, { method: "POST", body: " ".repeat(64 * 1024 + 1) });

    expect([response.status, await response.json()]).toEqual([
      413,
      { error: { code: "body-too-large", message: "the body is larger than 65536 bytes" } },
    ]);
  });

  it.each(["not json at all", '{"operationNumber":"1"}', '{"eventType":"cip.paid","data":{}}'])(
    "goes to a person when it is signed and cannot be read: %s",
    async (rawBody) => {
      const delivery = await world().pagoefectivo.deliverNotice({
        cip: "1",
        serviceId: world().liveServiceId,
        rawBody,
      });

      expect(delivery.status).toBe(200);
      const [notice] = await world().until("a case", () =>
        world()
          .rows<{ kind: string }>(
            "select k.kind from notices n join cases k on k.notice_id = n.id where n.body = $1 and n.state = 'case'",
            [Buffer.from(rawBody)],
          )
          .then((rows) => rows.length > 0 && rows),
      );
      expect(notice).toEqual({ kind: "notice-unreadable" });
    },
  );

  it("is asked about for a day when PagoEfectivo does not know its CIP, then goes to a person", async () => {
    await world().pagoefectivo.deliverNotice({ cip: "987654321", serviceId: world().liveServiceId });
    const parked = await triedNotice(world(), "987654321");
    expect(parked.state).toBe("received");
    world().clock.shift(23 * 60 * MINUTE_MS);
    await world().until("another look-up", () => lookUps(world(), "987654321") > 1);
    expect((await noticesOf(world(), "987654321"))[0]).toMatchObject({ state: "received" });

    world().clock.shift(24 * 60 * MINUTE_MS + MINUTE_MS);

    expect(await settledNotice(world(), "987654321")).toMatchObject({ state: "case", code_id: null });
    const cases = await world().rows("select kind, held_centimos from cases where notice_id = $1", [
      parked.id,
    ]);
    expect(cases).toEqual([{ kind: "notice-not-ours", held_centimos: 0 }]);
  });

  it("is asked about at most hourly while PagoEfectivo does not know its CIP", async () => {
    await world().pagoefectivo.deliverNotice({ cip: "987654322", serviceId: world().liveServiceId });
    await triedNotice(world(), "987654322");
    world().clock.shift(5 * 60 * MINUTE_MS);
    const tried = await world().until("a second try", async () => {
      const [row] = await noticesOf(world(), "987654322");
      return row?.attempts === 2 && row;
    });

    const [next] = await world().rows<{ at: Date }>(
      "select run_at as at from graphile_worker.jobs where key = $1",
      [`notice:${tried.id}`],
    );

    const waitsMs = (next?.at.getTime() ?? 0) - world().clock.now().getTime();
    expect(waitsMs).toBeGreaterThan(59 * MINUTE_MS);
    expect(waitsMs).toBeLessThanOrEqual(60 * MINUTE_MS);
  });
});

describe("a notice of another service", () => {
  it.each([
    ["of the sandbox", { mode: "sandbox" }],
    ["of another shop", { mode: "live" }],
  ] as const)("%s never moves a payment", async (_, made) => {
    const payment = await toldPending(world());
    const other = await connectNewShop(world(), made);

    const delivery = await world().pagoefectivo.deliverNotice({
      cip: payment.cip,
      serviceId: other.serviceId,
    });

    expect(delivery.status).toBe(200);
    expect(await triedNotice(world(), payment.cip)).toMatchObject({ state: "received", code_id: null });
    expect(told(world(), payment)).toEqual(["Pending accepted"]);
    expect(await codesOf(world(), payment)).toMatchObject([{ state: "live" }]);
  });
});

describe("a notice of a CIP that somebody else made under the service", () => {
  it("is closed without a case and moves nothing", async () => {
    const cip = await createElsewhere(world(), "an order of another system");
    const toldBefore = world().shopify.mutations().length;

    await world().pagoefectivo.pay(cip);

    const notice = await settledNotice(world(), cip);
    expect(notice).toMatchObject({ state: "foreign", code_id: null });
    expect(await world().rows("select kind from cases where notice_id = $1", [notice.id])).toEqual([]);
    expect(world().shopify.mutations()).toHaveLength(toldBefore);
  });
});

describe("money that is not the code's amount", () => {
  it("is held in a case and never resolves the order", async () => {
    const payment = await toldPending(world(), { amount: "125.00" });
    // The simulator always takes the code's amount, and our own triggers keep ours: they are switched off here.
    await world().rows(
      `do $$ begin
         set local session_replication_role = replica;
         update payments set amount_centimos = 13000 where id = '${payment.paymentId}';
         update codes set amount_centimos = 13000 where id = '${payment.codeId}';
       end $$`,
    );

    await world().pagoefectivo.pay(payment.cip);

    const [held] = await world().until("a case", async () => {
      const cases = await casesOf(world(), payment);
      return cases.length > 0 && cases;
    });
    expect(held).toMatchObject({ kind: "amount-differs", state: "open", held_centimos: 12500 });
    expect(await pageState(payment)).toBe("review");
    expect(await openPage(payment)).toMatch(/Monto recibido<\/dt><dd>S\/\s125\.00</);
    await moveToExpiry(world(), payment, 31 * MINUTE_MS);
    await world().until(
      "the last look-up",
      async () => ((await casesOf(world(), payment))[0]?.times ?? 0) > 1,
    );
    expect(told(world(), payment)).toEqual(["Pending accepted"]);
    expect(orderState(world(), payment)).not.toBe("paid");

    const [open] = await world().rows<CaseInput & { version: number }>(
      `select id as "caseId", shop_id as "shopId", '7001' as "userId", version from cases where payment_id = $1`,
      [payment.paymentId],
    );
    invariant(open, "the case is stored");
    await closeCase(world().system.deps, { ...open, resolution: "given-back", reason: "" });
    await moveToExpiry(world(), payment, 2 * 60 * MINUTE_MS);
    await world().until(
      "the order to be left to Shopify",
      async () => (await paymentRow(world(), payment)).told === "lapsed",
    );
    expect(told(world(), payment)).toEqual(["Pending accepted"]);
  });
});

describe("a second CIP of one code", () => {
  it("goes to a person when it is paid, with its money", async () => {
    const payment = await withCode(world());
    const second = await createElsewhere(world(), payment.codeId);

    await world().pagoefectivo.pay(second);

    await world().until(
      "a case",
      async () =>
        (
          await world().rows(
            "select 1 from cases k join notices n on n.id = k.notice_id where n.cip = $1",
            [second],
          )
        ).length > 0,
    );
  });
});
