/** The operator's command, as the process that an operator runs, against real doors, a real worker and both simulators. */
import { describe, expect, it } from "vitest";
import { freePorts } from "../../scripts/demo/free-ports.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { auditOf } from "../builders/act.ts";
import { operate, SAID, type Operated } from "../builders/operator.ts";
import {
  codesOf,
  orderState,
  reportsOf,
  sessionState,
  told,
  toldPending,
  withCode,
  type IssuedPayment,
} from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("operator", { tls: "off" });
const SLOW = { timeout: 120_000 };

const ops = (...words: string[]) => operate(world(), words);

function stateAtPagoEfectivo({ cip }: IssuedPayment): string | undefined {
  return world()
    .pagoefectivo.ledger()
    .find((entry) => entry.cip === cip)?.state;
}

/** Paid in cash, and neither of the two notices arrives. */
async function paidUnheard(): Promise<IssuedPayment> {
  const payment = await toldPending(world());
  world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" }, { fault: "lost" });
  await world().pagoefectivo.pay(payment.cip);
  return payment;
}

/** Paid, while Shopify takes nothing; its attempts are used up. */
async function paidUntold(): Promise<{ payment: IssuedPayment; reportId: string }> {
  const payment = await toldPending(world());
  const { nextFaults } = world().shopify.switches;
  nextFaults.push({ fault: "http-500", count: 1_000, sessionId: payment.sessionId });
  await world().pagoefectivo.pay(payment.cip);
  // The second follows the first at once, and might be under way when the faults end; the third comes seconds later.
  const reportId = await world().until("two attempts that failed", async () => {
    const resolve = (await reportsOf(world(), payment)).find(({ kind }) => kind === "resolve");
    const [flight] = await world().rows("select 1 from reports where id = $1 and in_flight_since is null", [
      resolve?.id ?? null,
    ]);
    return resolve && resolve.attempts > 1 && flight && resolve.id;
  });
  await world().rows("update reports set state = 'dead' where id = $1", [reportId]);
  nextFaults.length = 0;
  return { payment, reportId };
}

describe("an operator looks", SLOW, () => {
  it("at all shops: what waits, how many workers live, what cases hold", async () => {
    const { reportId } = await paidUntold();

    const { ended, answer } = await ops("status");

    expect(ended).toBe(0);
    expect(answer).toMatchObject({
      ...{ command: "status", dryRun: true, shopsInstalled: 1, shopsReady: 1, noticesUnread: 0 },
      workers: { alive: 1 },
      sweep: { oldestUnaskedSeconds: expect.any(Number) },
      resolvesUntold: 1,
      reportsDead: 1,
    });
    await world().rows("update reports set state = 'settled' where id = $1", [reportId]);
  });

  it("at one payment, by each of its numbers, and reads nothing of the shopper", async () => {
    const payment = await toldPending(world());
    const contact = await world().rows<{ email: string; phone: string }>(
      "select shopper_email as email, shopper_phone as phone from payments where id = $1",
      [payment.paymentId],
    );

    const looks: Operated[] = [];
    for (const id of [payment.paymentId, payment.sessionId, payment.cip, payment.codeId])
      looks.push(await ops("payment", id));

    expect(looks.map(({ ended, answer }) => [ended, answer.payment?.id])).toEqual(
      looks.map(() => [0, payment.paymentId]),
    );
    expect(looks[0]?.answer.payment).toMatchObject({
      ...{ shop: DEMO_SHOP, sessionId: payment.sessionId, told: "pending", test: false },
      code: { cip: payment.cip, state: "live" },
      canBe: { void: null, check: null },
    });
    const hidden = [payment.slug, ...contact.flatMap(({ email, phone }) => [email, phone])];
    expect(hidden.filter((text) => text && looks[0]?.printed.includes(text))).toEqual([]);
  });

  it("at one shop, with what its own page of the doctor says", async () => {
    const { ended, answer } = await ops("shop", DEMO_SHOP);

    expect(ended).toBe(0);
    expect(answer).toMatchObject({
      shop: { shop: DEMO_SHOP, ready: true, uninstalledAt: null },
      doctor: expect.arrayContaining([expect.objectContaining({ check: "service" })]),
    });
  });

  it("for what is not there, and is told so", async () => {
    const unknown = await ops("payment", "999999999");
    const elsewhere = await ops("shop", "nobody.myshopify.com");

    expect(unknown).toMatchObject({ ended: 1, answer: { outcome: "not-found" } });
    expect(elsewhere).toMatchObject({ ended: 1, answer: { outcome: "not-found" } });
  });

  it("by a number that payments of two shops share, and must say which", async () => {
    const payment = await withCode(world());
    const other = await connectNewShop(world());
    const { id } = world().shopify.newSession({ shop: other.domain });
    const { sessionId } = payment;
    const gid = `gid://shopify/PaymentSession/${sessionId}`;
    await world().shopify.sendSession(id, { body: (body) => ({ ...body, id: sessionId, gid }) });

    const { ended, answer } = await ops("void", sessionId, ...SAID);

    expect(ended).toBe(1);
    expect(answer).toMatchObject({
      outcome: "ambiguous",
      candidates: [{ paymentId: payment.paymentId, shop: DEMO_SHOP }, { shop: other.domain }],
    });
    expect(stateAtPagoEfectivo(payment)).toBe("pending");
  });
});

describe("a dry run", SLOW, () => {
  it("says what would be done, asks nobody and writes nothing", async () => {
    const payment = await toldPending(world());
    const calls = world().pagoefectivo.calls().length;

    const looks = [await ops("void", payment.cip), await ops("requery", payment.cip)];

    expect(looks.map(({ ended, answer }) => [ended, answer.dryRun, answer.outcome])).toEqual(
      looks.map(() => [0, true, "would"]),
    );
    expect(world().pagoefectivo.calls()).toHaveLength(calls);
    expect(await auditOf(world(), payment)).toEqual([]);
    expect((await codesOf(world(), payment))[0]?.state).toBe("live");
  });

  it("says why it could not be done", async () => {
    const payment = await toldPending(world());
    await ops("void", payment.cip, ...SAID);

    const { ended, answer } = await ops("void", payment.cip);

    expect(ended).toBe(1);
    expect(answer).toMatchObject({ outcome: "refused", reason: "code-ended" });
  });
});

describe("an operator acts", SLOW, () => {
  it("voids a code: removed, rejected once, written down with name and reason", async () => {
    const payment = await toldPending(world());

    const { ended, answer } = await ops("void", payment.cip, ...SAID);

    expect(ended).toBe(0);
    expect(answer).toMatchObject({
      ...{ dryRun: false, outcome: "done", found: "proved-removed" },
      payment: { told: "rejected" },
    });
    expect(stateAtPagoEfectivo(payment)).toBe("deleted");
    expect(told(world(), payment)).toEqual(["Pending accepted", "Reject accepted"]);
    const audit = await auditOf(world(), payment);
    expect(audit.map(({ action, user_id }) => [action, user_id])).toEqual([
      ["operator-acted", "operator:rosa"],
      ["payment-voided", "operator:rosa"],
      ["payment-voided", "operator:rosa"],
    ]);
    expect(audit[0]?.after).toEqual({ act: "void", reason: "the shop asked for it, ticket 4711" });
    const [line] = await world().rows(
      "select user_id from timeline where payment_id = $1 and event = 'merchant-void'",
      [payment.paymentId],
    );
    expect(line).toEqual({ user_id: "operator:rosa" });
    const { answer: seen } = await ops("payment", payment.cip);
    expect(seen.payment?.["timeline"]).toContainEqual(
      expect.objectContaining({ kind: "operator-void", person: "operator:rosa" }),
    );
  });

  it("is told that a void waits while nothing is proved", async () => {
    const payment = await toldPending(world());
    world().pagoefectivo.switches.nextFaults.push({ operation: "delete", fault: "dropped" });
    world().pagoefectivo.switches.nextFaults.push({ operation: "search", fault: "dropped" });

    const { ended, answer } = await ops("void", payment.cip, ...SAID);

    expect(ended).toBe(3);
    expect(answer).toMatchObject({ outcome: "waiting", payment: { told: "pending" } });
    expect(told(world(), payment)).toEqual(["Pending accepted"]);
  });

  it("has a code asked about now, and money that nobody heard of becomes a paid order", async () => {
    const payment = await paidUnheard();

    const { ended, answer } = await ops("requery", payment.sessionId, ...SAID);

    expect(ended).toBe(0);
    expect(answer).toMatchObject({ outcome: "done", found: "paid", payment: { told: "resolved" } });
    await world().until("the resolve", () => sessionState(world(), payment) === "resolved");
    expect(orderState(world(), payment)).toBe("paid");
  });

  it("has all codes of a shop asked about by the sweep", async () => {
    const payment = await paidUnheard();

    const dry = await ops("requery", "--shop", DEMO_SHOP);
    const { ended, answer } = await ops("requery", "--shop", DEMO_SHOP, ...SAID);

    expect(dry).toMatchObject({ ended: 0, answer: { outcome: "would" } });
    expect({ ended, outcome: answer.outcome }).toEqual({ ended: 3, outcome: "asked" });
    await world().until("the resolve", () => sessionState(world(), payment) === "resolved");
    const [line] = await world().rows<{ after: { act: string } }>(
      "select after from audit_log where action = 'operator-acted' and payment_id is null",
    );
    expect(line?.after).toMatchObject({ act: "requery-shop", codes: expect.any(Number) });
  });

  it("tells Shopify again what it did not take, with the words that were decided", async () => {
    const { payment, reportId } = await paidUntold();
    const before = (await reportsOf(world(), payment)).map((report) => report.arguments);

    const dry = await ops("replay");
    expect(dry.answer.reports?.map((report) => report.reportId)).toEqual([reportId]);
    expect(orderState(world(), payment)).toBe("pending");
    const { ended, answer } = await ops("replay", ...SAID);

    expect({ ended, outcome: answer.outcome }).toEqual({ ended: 0, outcome: "done" });
    expect(orderState(world(), payment)).toBe("paid");
    expect((await reportsOf(world(), payment)).map((report) => report.arguments)).toEqual(before);
    expect((await auditOf(world(), payment)).map(({ action }) => action)).toEqual([
      "operator-acted",
      "payment-sent-again",
    ]);
    expect(await ops("replay", reportId)).toMatchObject({ ended: 1, answer: { outcome: "not-found" } });
  });
});

describe("the command refuses", SLOW, () => {
  it("to act for nobody, or without a reason, and changes nothing", async () => {
    const payment = await toldPending(world());

    const nameless = await ops("void", payment.cip, "--yes", "--reason", "the shop asked for it");
    const reasonless = await ops("void", payment.cip, "--yes", "--as", "rosa", "--reason", "  x ");

    expect([nameless.ended, reasonless.ended]).toEqual([2, 2]);
    expect(nameless.answer.why).toContain("--as");
    expect(reasonless.answer.why).toContain("--reason");
    expect(await auditOf(world(), payment)).toEqual([]);
    expect(stateAtPagoEfectivo(payment)).toBe("pending");
  });

  it("words that it does not know", async () => {
    const ended: number[] = [];
    for (const words of [["refund", "1"], ["void"], ["shop", "example.com"], ["status", "--nonsense"]])
      ended.push((await ops(...words)).ended);

    expect(ended).toEqual([2, 2, 2, 2]);
  });

  it("to go on without a usable configuration or database, in an exit code of its own", async () => {
    const [port] = await freePorts(1);

    const bad = await operate(world(), ["status"], { VAULT_KEYS: "nonsense" });
    const away = await operate(world(), ["status"], {
      DATABASE_URL: `postgres://app:app@127.0.0.1:${port}/app`,
    });

    expect([bad.ended, away.ended]).toEqual([4, 4]);
    expect(bad.answer.why).toContain("VAULT_KEYS");
  });
});
