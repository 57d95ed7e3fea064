import { describe, expect, it } from "vitest";
import { processAgain } from "#app/log/process-again.server.ts";
import { auditOf, USER } from "../builders/act.ts";
import { entryWith, logOf, noticeBody, postNotice, seeEntry, signed } from "../builders/log.ts";
import { lookUps, noticesOf, settledNotice } from "../builders/notice.ts";
import {
  arrive,
  codesOf,
  createCalls,
  sessionState,
  told,
  toldPending,
  withCode,
} from "../builders/payment.ts";
import { shopIdOf } from "../builders/person.ts";
import { connectNewShop, type Shop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("log_again", { tls: "off" });

async function again(shop: Pick<Shop, "domain">, entry: { id: string }) {
  const shopId = await shopIdOf(world(), shop.domain);
  return processAgain(world().system.deps, { shopId, userId: USER, entryId: entry.id });
}

const TO_US = "direction=from-pagoefectivo";
const TO_SHOPIFY = "direction=to-shopify";
const TO_PAGOEFECTIVO = "direction=to-pagoefectivo";
const FROM_SHOPIFY = "direction=from-shopify";

describe("processing a message again", () => {
  it("of a badly signed notice of money looks the code up, and the order is paid once", async () => {
    const shop = await connectNewShop(world());
    const payment = await toldPending(world(), { shop: shop.domain });
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(payment.cip);
    await postNotice(shop, noticeBody(payment.cip), signed("x", "x"));
    const entry = await entryWith(world(), shop, { verdict: "bad-signature" });

    const answer = await again(shop, entry);

    expect(answer).toEqual({ kind: "looked-up", answer: { kind: "done", act: "check", found: "paid" } });
    await world().until("resolved", () => sessionState(world(), payment) === "resolved");
    expect((await auditOf(world(), payment)).map(({ action }) => action)).toContain("log-processed-again");
    world().clock.shift(11_000);
    await again(shop, entry);
    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
  });

  it("of a notice that waits acts upon it now", async () => {
    const shop = await connectNewShop(world());
    const payment = await toldPending(world(), { shop: shop.domain });
    await world().pagoefectivo.deliverNotice({ cip: payment.cip });
    await world().until(
      "a first look-up",
      async () => (await noticesOf(world(), payment.cip))[0]?.attempts === 1,
    );
    const entry = await entryWith(world(), shop, { query: TO_US, verdict: "waiting" });
    expect((await seeEntry(world(), shop, entry)).nextAt).not.toBeNull();
    expect(await again(shop, entry)).toEqual({ kind: "applied", verdict: "waiting" });
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(payment.cip);

    world().clock.shift(11_000);
    const answer = await again(shop, entry);

    expect(answer).toEqual({ kind: "applied", verdict: "accepted" });
    await settledNotice(world(), payment.cip);
    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
    expect(await entryWith(world(), shop, { query: TO_US, verdict: "accepted" })).toMatchObject({
      id: entry.id,
    });
  });

  it("is done once, however often it is pressed at once", async () => {
    const shop = await connectNewShop(world());
    const payment = await withCode(world(), { shop: shop.domain });
    await postNotice(shop, noticeBody(payment.cip), null);
    const entry = await entryWith(world(), shop, { verdict: "bad-signature" });

    const answers = await Promise.all(Array.from({ length: 12 }, () => again(shop, entry)));

    expect(answers.filter((answer) => answer?.kind === "looked-up")).toHaveLength(1);
    expect(answers).toContainEqual({ kind: "not-again", reason: "too-soon" });
    expect(lookUps(world(), payment.cip)).toBe(1);
    expect(
      (await auditOf(world(), payment)).filter(({ action }) => action === "log-processed-again"),
    ).toHaveLength(1);
  });

  it("of a report that Shopify did not take sends the same again", async () => {
    const shop = await connectNewShop(world());
    const payment = await toldPending(world(), { shop: shop.domain });
    world().shopify.switches.nextFaults.push({ fault: "ACCESS_DENIED", sessionId: payment.sessionId });
    await world().pagoefectivo.pay(payment.cip);
    const refused = await entryWith(world(), shop, { query: TO_SHOPIFY, verdict: "failed" });
    expect(refused).toMatchObject({ kind: "resolve", attempts: 1 });

    const answer = await again(shop, refused);

    expect(answer).toEqual({ kind: "sent", outcome: "sent" });
    expect(sessionState(world(), payment)).toBe("resolved");
    const view = await seeEntry(world(), shop, refused);
    expect(view.attempts.map((attempt) => attempt.answer)).toEqual(["access-denied", "acknowledged"]);
    expect(view.again).toEqual({ not: "done" });
  });

  it("never repeats a create, nor what its sender repeats", async () => {
    const shop = await connectNewShop(world());
    world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "dropped" });
    const payment = await arrive(world(), { shop: shop.domain });
    await world().until("unknown", async () => (await codesOf(world(), payment))[0]?.state === "unknown");
    const create = await entryWith(world(), shop, {
      query: TO_PAGOEFECTIVO,
      verdict: "unknown",
      kind: "create-cip",
    });
    expect(create.sessionId).toBe(payment.sessionId);
    const session = await entryWith(world(), shop, { query: FROM_SHOPIFY, kind: "payment-session" });

    expect(await again(shop, create)).toEqual({ kind: "not-again", reason: "never-repeated" });
    expect(await again(shop, session)).toEqual({ kind: "not-again", reason: "done" });
    expect(await createCalls(world(), payment)).toBe(1);
  });

  it("is nothing for another shop, nor for an id of no entry", async () => {
    const shop = await connectNewShop(world());
    const other = await connectNewShop(world());
    const payment = await withCode(world(), { shop: shop.domain });
    await postNotice(shop, noticeBody(payment.cip), null);
    const entry = await entryWith(world(), shop, { verdict: "bad-signature" });
    const notice = { id: `n-${payment.paymentId}` };

    for (const id of [entry.id, notice.id, `p-${payment.paymentId}`, "r-1", "w-x", "e-'", "", "z-1"])
      expect(await again(other, { id })).toBeNull();
    expect(lookUps(world(), payment.cip)).toBe(0);
  });
});

describe("what we ask PagoEfectivo", () => {
  it("is an entry for each call, with what came of it and nothing of the shopper", async () => {
    const shop = await connectNewShop(world());
    const payment = await withCode(world(), {
      shop: shop.domain,
      customer: { email: "canario@example.com" },
    });
    await world().run("look-up-code", { codeId: payment.codeId });

    await entryWith(world(), shop, { query: TO_PAGOEFECTIVO, kind: "search-cips" });

    const { rows } = await logOf(world(), shop, TO_PAGOEFECTIVO);
    expect(rows.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual(
      expect.arrayContaining(["search-cips accepted", "create-cip accepted", "authorize accepted"]),
    );
    const ofPayment = await logOf(world(), shop, `${TO_PAGOEFECTIVO}&payment=${payment.sessionId}`);
    expect(ofPayment.rows.map(({ kind }) => kind).toSorted()).toEqual(["create-cip", "search-cips"]);
    const create = ofPayment.rows.find(({ kind }) => kind === "create-cip");
    const view = await seeEntry(world(), shop, create ?? { id: "" });
    expect(view).toMatchObject({
      httpStatus: 201,
      fields: { amount: "125", currency: "PEN", code: "100" },
    });
    expect(JSON.stringify(view)).not.toContain("canario");
  });

  it("tells an answer that is lost from a refusal", async () => {
    const shop = await connectNewShop(world());
    world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "error-500" });
    await arrive(world(), { shop: shop.domain });

    const lost = await entryWith(world(), shop, { query: TO_PAGOEFECTIVO, verdict: "unknown" });

    expect(await seeEntry(world(), shop, lost)).toMatchObject({ httpStatus: 500, reason: "http-500" });
  });
});

describe("a session that was refused", () => {
  it("is in the log of its shop, with why", async () => {
    const shop = await connectNewShop(world());
    await world().rows("update shops set ready = false where domain = $1", [shop.domain]);
    const session = world().shopify.newSession({ shop: shop.domain });

    const answer = await world().shopify.sendSession(session.id, { retries: 0 });

    expect(answer.status).toBe(503);
    const entry = await entryWith(world(), shop, { query: FROM_SHOPIFY, verdict: "refused" });
    const view = await seeEntry(world(), shop, entry);
    expect(view).toMatchObject({
      httpStatus: 503,
      reason: "shop-not-ready",
      again: { not: "sender-repeats" },
    });
    expect(view.fields).toMatchObject({ id: session.id });
  });
});
