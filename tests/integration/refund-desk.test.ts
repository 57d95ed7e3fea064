import { describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { answerCaseForm } from "#app/cases/answer-case-form.server.ts";
import { seeCase } from "#app/cases/see-case.server.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import { answerRefundForm } from "#app/refunds/answer-refund-form.server.ts";
import type { RefundAnswer } from "#app/refunds/refund-page.ts";
import { seeRefund } from "#app/refunds/see-refund.server.ts";
import { auditOf } from "../builders/act.ts";
import { mailText } from "../builders/alert-receivers.ts";
import { newCase, newColleague } from "../builders/case.ts";
import { handIn, openedRefund, paid, refundsOf, refundState, setPolicy } from "../builders/refund.ts";
import { useReceivers } from "../builders/told-shop.ts";
import { useWorld } from "../setup/world.ts";

const { mail } = await useReceivers();
const world = useWorld("refund_desk", { smtpUrl: mail.url });
const deps = () => world().system.deps;

const [ANA, LUIS] = ["7001", "7002"];
/** With both check digits right; nobody's. */
const DETAILS = {
  ...{ kind: "cci", cci: "00221500001449008020", bank: "", account: "", phone: "" },
  ...{ holder: "Canaria Ñahui Secreto", documentKind: "dni", documentNumber: "01234567" },
};

type Fields = Record<string, string>;

/** A person presses a button of the refund's page, having seen it just now unless the fields say otherwise. */
async function press(refundId: string, fields: Fields, userId = ANA): Promise<RefundAnswer | null> {
  const { shopId, version } = await handIn(world(), refundId);
  const form = new Map(Object.entries({ version: String(version), ...fields }));
  return answerRefundForm(deps(), { shopId, userId, refundId }, form);
}

async function see(refundId: string, userId = ANA) {
  const { shopId } = await handIn(world(), refundId);
  const view = await seeRefund(deps(), { shopId, refundId, userId });
  invariant(view, "the shop sees its refund");
  return view;
}

async function linkOf(refundId: string, fields: Fields = {}) {
  const answer = await press(refundId, { intent: "link", ...fields });
  invariant(answer?.kind === "link", `the link was answered ${answer?.kind}`);
  return answer.link;
}

const payOut = () => ({
  intent: "pay-out",
  paidOn: limaDayOf(world().clock.now()),
  reference: "OP-8812",
});

describe("the shopper's link", () => {
  it("is shown once, with a message in the shopper's language, and its page asks where the money goes", async () => {
    const { refundId } = await openedRefund(world(), { amount: "25.00" });

    const link = await linkOf(refundId);

    expect(link.text).toContain("S/\u00a025.00");
    expect(link.text).toContain(link.url);
    expect(decodeURIComponent(link.whatsapp)).toContain(link.url);
    expect(link.mail).toBeNull();
    expect((await fetch(link.url)).status).toBe(200);
    const view = await see(refundId);
    expect(view).toMatchObject({ state: "details-asked", link: { isUsed: false, isOver: false } });
    expect(JSON.stringify(view)).not.toContain(new URL(link.url).pathname);
  });

  it("is the only one: another press kills it", async () => {
    const { refundId } = await openedRefund(world(), { amount: "25.00" });
    const first = await linkOf(refundId);

    const second = await linkOf(refundId);

    expect((await fetch(first.url)).status).toBe(404);
    expect((await fetch(second.url)).status).toBe(200);
  });

  it("is mailed to the shopper, and only there", async () => {
    const { refundId, payment } = await openedRefund(world(), { amount: "25.00" });
    const [shopper] = await world().rows<{ email: string }>(
      "select shopper_email as email from payments where id = $1",
      [payment.paymentId],
    );

    const link = await linkOf(refundId, { mail: "yes" });

    expect(link.mail).toBe("sent");
    expect(mail.mails.map(({ to }) => to)).toEqual([[shopper?.email]]);
    expect(mailText(mail.mails[0] ?? { raw: "", to: [] })).toContain(link.url);
  });

  it("is still good where the mail server refuses, and the page says so", async () => {
    const { refundId } = await openedRefund(world(), { amount: "25.00" });
    mail.refusals.push(550);

    const link = await linkOf(refundId, { mail: "yes" });

    expect(link.mail).toBe("not-sent");
    expect((await fetch(link.url)).status).toBe(200);
  });
});

describe("details by telephone", () => {
  it("are judged as on the shopper's page, and nothing is kept of what is wrong", async () => {
    const { refundId, payment } = await openedRefund(world(), { amount: "25.00" });

    const answer = await press(refundId, { intent: "details", ...DETAILS, cci: "00221500001449008021" });

    expect(answer).toEqual({
      ...{ kind: "fields", act: "details" },
      problems: { cci: "refunds.problem.cci-check-account" },
    });
    expect(await refundsOf(world(), payment)).toMatchObject([
      { state: "opened", sealed_destination: null },
    ]);
  });

  it("are masked on the page, shown whole to who presses for them, and that is written down first", async () => {
    const { refundId, payment } = await openedRefund(world(), { amount: "25.00" });
    expect(await press(refundId, { intent: "details", ...DETAILS })).toEqual({
      ...{ kind: "done", act: "details" },
    });

    const view = await see(refundId);
    const shown = await press(refundId, { intent: "show" }, LUIS);

    for (const detail of [DETAILS.cci, DETAILS.holder, DETAILS.documentNumber])
      expect(JSON.stringify(view)).not.toContain(detail);
    expect(view.destination).toMatchObject({ hint: { bank: "BCP", last4: "8020" }, isMine: true });
    expect(shown).toMatchObject({
      destination: {
        fields: expect.arrayContaining([
          { name: "cci", value: DETAILS.cci },
          { name: "holder", value: DETAILS.holder },
        ]),
        nameMatch: "differs",
      },
    });
    const audit = await auditOf(world(), payment);
    expect(audit.at(-1)).toMatchObject({ action: "refund-destination-shown", user_id: LUIS });
    expect(JSON.stringify(audit)).not.toContain(DETAILS.cci);
  });
});

describe("above the shop's amount", () => {
  it("a second person approves before it is paid, never who wrote the details down", async () => {
    const policy = { approvalAbovePen: 1_000 };
    const { refundId, sessionId } = await openedRefund(world(), { amount: "25.00", policy });
    await newColleague(world(), (await handIn(world(), refundId)).shopId, {
      ...{ userId: LUIS, name: "Luis Rojas" },
    });
    await press(refundId, { intent: "details", ...DETAILS });
    expect((await see(refundId)).acts).not.toContain("pay-out");

    const early = await press(refundId, payOut());
    const own = await press(refundId, { intent: "approve" });
    const approved = await press(refundId, { intent: "approve" }, LUIS);
    const paid = await press(refundId, payOut());

    expect(early).toEqual({ kind: "refused", reason: "needs-approval" });
    expect(own).toEqual({ kind: "refused", reason: "own-details" });
    expect([approved, paid]).toEqual([
      { kind: "done", act: "approve" },
      { kind: "done", act: "pay-out" },
    ]);
    await world().until("Shopify to be told", () => refundState(world(), sessionId) === "resolved");
    expect(await see(refundId)).toMatchObject({
      ...{ state: "paid-out", acts: ["show"] },
      approval: { given: { by: "Luis Rojas" } },
      paidOut: { reference: "OP-8812", on: limaDayOf(world().clock.now()) },
    });
  });
});

describe("the ends of a refund", () => {
  it("a payout without a reference or before its day is not taken", async () => {
    const { refundId } = await openedRefund(world(), { amount: "25.00" });
    await press(refundId, { intent: "details", ...DETAILS });

    const answer = await press(refundId, { intent: "pay-out", paidOn: "2031-01-01", reference: " " });

    expect(answer).toEqual({
      ...{ kind: "fields", act: "pay-out" },
      problems: {
        paidOn: "refunds.problem.dateFuture",
        reference: "refunds.problem.reference",
      },
    });
    expect((await see(refundId)).state).toBe("details-given");
  });

  it("a refusal reaches Shopify word for word, and offers nothing more", async () => {
    const { refundId, sessionId } = await openedRefund(world(), { amount: "25.00" });
    const reason = "Ya se cambió el producto.\nGracias por tu compra.";

    const answer = await press(refundId, { intent: "refuse", reason: `  ${reason} ` });
    await world().until("Shopify to be told", () => refundState(world(), sessionId) === "rejected");

    expect(answer).toEqual({ kind: "done", act: "refuse" });
    expect(world().shopify.refund(sessionId)).toMatchObject({
      rejection: { merchantMessage: reason },
    });
    expect(await see(refundId)).toMatchObject({ refused: { text: reason }, acts: [] });
  });

  it("a test is completed in one press, and Shopify shows it as refunded", async () => {
    const { refundId, sessionId } = await openedRefund(world(), {
      ...{ amount: "25.00", session: { test: true } },
    });
    expect((await see(refundId)).acts).toContain("complete-test");

    const answer = await press(refundId, { intent: "complete-test" });

    expect(answer).toEqual({ kind: "done", act: "complete-test" });
    await world().until("Shopify to be told", () => refundState(world(), sessionId) === "resolved");
  });

  it("a press on a page that is out of date does nothing", async () => {
    const { refundId } = await openedRefund(world(), { amount: "25.00" });
    await press(refundId, { intent: "details", ...DETAILS });

    const answer = await press(refundId, { ...payOut(), version: "0" });

    expect(answer).toEqual({ kind: "moved" });
    expect((await see(refundId)).state).toBe("details-given");
  });

  it("another shop's person finds nothing, whatever they press", async () => {
    const { refundId } = await openedRefund(world(), { amount: "25.00" });
    const other = { shopId: "01940000-0000-7000-8000-000000000001", userId: ANA, refundId };

    for (const intent of [
      "link",
      "details",
      "show",
      "approve",
      "pay-out",
      "refuse",
      "complete-test",
      "?",
    ]) {
      const form = new Map(
        Object.entries({ ...DETAILS, ...payOut(), reason: "No.", version: "0", intent }),
      );
      expect(await answerRefundForm(deps(), other, form), intent).toBeNull();
    }
    expect((await see(refundId)).state).toBe("opened");
  });

  it("what no page of ours sends is not understood", async () => {
    const { refundId } = await openedRefund(world(), { amount: "25.00" });

    expect(await press(refundId, { intent: "toString" })).toEqual({
      ...{ kind: "refused", reason: "not-understood" },
    });
    expect(await press(refundId, { intent: "approve", version: "x" })).toEqual({ kind: "moved" });
  });
});

describe("the money of a case", () => {
  const openRefund = async (one: { shopId: string; caseId: string; version: number }, amount: string) => {
    const form = new Map(Object.entries({ intent: "open-refund", amount, version: String(one.version) }));
    return answerCaseForm(deps(), { shopId: one.shopId, caseId: one.caseId, userId: ANA }, form);
  };

  it("is given back from the case's page, as a refund with a page of its own, up to what is left", async () => {
    const payment = await paid(world());
    await setPolicy(world(), payment);
    const one = await newCase(world(), payment);

    const answer = await openRefund(one, "25.00");

    invariant(answer?.kind === "refund-opened", `the case answered ${answer?.kind}`);
    expect(await see(answer.refundId)).toMatchObject({
      ...{ caseId: one.caseId, isFromShopify: false, state: "opened" },
      ...{ amount: { centimos: 2_500 }, paid: { centimos: 12_500 } },
    });
    const key = { shopId: one.shopId, caseId: one.caseId, userId: ANA };
    const view = await seeCase(deps(), key);
    expect(view?.refunds).toMatchObject({
      ...{ isManual: true, left: { centimos: 10_000, currency: "PEN" } },
      list: [{ id: answer.refundId, isFromShopify: false }],
    });
    const over = { ...one, version: view?.version ?? -1 };
    expect(await openRefund(over, "100.01")).toEqual({ kind: "refund-refused", reason: "over-refund" });
    expect(await openRefund(over, "mucho")).toEqual({ kind: "refund-refused", reason: "amount" });
  });

  it("is not, where the shop has not accepted manual refunds", async () => {
    const payment = await paid(world());
    await setPolicy(world(), payment, { isByHand: false });
    const one = await newCase(world(), payment);

    expect(await openRefund(one, "25.00")).toEqual({ kind: "refund-refused", reason: "policy-off" });
  });
});
