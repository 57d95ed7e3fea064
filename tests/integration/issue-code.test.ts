import { expect, it } from "vitest";
import {
  arrive,
  casesOf,
  codesOf,
  createCalls,
  pageState,
  paymentRow,
  sessionState,
  timelineOf,
  told,
  withCode,
  type ArrivedPayment,
} from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("issue_code");

async function codeBecomes(payment: ArrivedPayment, state: string): Promise<void> {
  await world().until(`the code to be ${state}`, async () => {
    const [newest] = await codesOf(world(), payment);
    return newest?.state === state;
  });
}

/** A shop whose next call finds no token held, so that PagoEfectivo is asked for one. */
async function shopWithoutToken() {
  const shop = await connectNewShop(world());
  world().pagoefectivo.revokeTokens(shop.serviceId);
  return shop;
}

it("issues one code per payment and shows it on its page", async () => {
  const payment = await withCode(world(), { amount: "49.90" });

  expect(await pageState(payment)).toBe("waiting");
  expect(await createCalls(world(), payment)).toBe(1);
  const entry = world()
    .pagoefectivo.ledger()
    .find(({ cip }) => cip === payment.cip);
  expect(entry).toMatchObject({
    amountCentimos: 4990,
    currency: "PEN",
    environment: "live",
    transactionCode: payment.codeId,
  });
  expect(await timelineOf(world(), payment)).toEqual([
    "session-received",
    "code-asked-for",
    "created",
    "code-seen",
  ]);
  expect(told(world(), payment)).toEqual([]);
});

it("makes the code of a test session in the sandbox", async () => {
  const payment = await withCode(world(), { test: true });

  const entry = world()
    .pagoefectivo.ledger()
    .find(({ cip }) => cip === payment.cip);
  expect(entry?.environment).toBe("sandbox");
});

it("never asks twice when the answer to create was lost", async () => {
  world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "dropped" });

  const payment = await arrive(world());

  await codeBecomes(payment, "unknown");
  await world().run("issue-code", { paymentId: payment.paymentId });
  await fetch(`${payment.url}/retry`, { method: "POST", redirect: "manual" });
  expect(await createCalls(world(), payment)).toBe(1);
  expect(await casesOf(world(), payment)).toMatchObject([{ kind: "create-unknown", state: "open" }]);
  expect(await pageState(payment)).toBe("error");
});

it("finds a lost code again by the money that was paid for it", async () => {
  const shop = await connectNewShop(world());
  world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "dropped" });
  const payment = await arrive(world(), { shop: shop.domain });
  await codeBecomes(payment, "unknown");
  const [code] = await codesOf(world(), payment);
  const lost = world()
    .pagoefectivo.ledger()
    .find(({ transactionCode }) => transactionCode === code?.id);

  await world().pagoefectivo.pay(lost?.cip ?? "");

  await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
  expect(told(world(), payment)).toEqual(["Resolve accepted"]);
  expect(await codesOf(world(), payment)).toMatchObject([{ state: "paid", cip: lost?.cip }]);
  expect(await casesOf(world(), payment)).toMatchObject([
    { kind: "create-unknown", state: "closed", resolution: "answered" },
  ]);
});

it("leaves a create that is under way alone when the job comes twice", async () => {
  world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
  const payment = await arrive(world());
  await world().pagoefectivo.gate.untilHeld(1);

  await world().run("issue-code", { paymentId: payment.paymentId });

  expect(await codesOf(world(), payment)).toMatchObject([{ state: "issuing" }]);
  expect(await pageState(payment)).toBe("preparing");
  world().pagoefectivo.gate.release();
  await codeBecomes(payment, "live");
  expect(await createCalls(world(), payment)).toBe(1);
  expect(await casesOf(world(), payment)).toEqual([]);
});

// The fault it guards against: a newer job with the same key takes the place of one that is running; if that one's process is killed, the
// queue does not run it again, and its code would be under way for ever.
it("asks a person about a create that never ends, when a second wish took its place in the queue", async () => {
  world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
  const payment = await arrive(world());
  await world().pagoefectivo.gate.untilHeld(1);
  await world().run("issue-code", { paymentId: payment.paymentId });

  world().clock.shift(3 * 60_000);

  await codeBecomes(payment, "unknown");
  expect(await casesOf(world(), payment)).toMatchObject([{ kind: "create-unknown", state: "open" }]);
  world().pagoefectivo.gate.release();
  await codeBecomes(payment, "live");
  expect(await createCalls(world(), payment)).toBe(1);
});

it.each(["html-503", "empty-body", "html-200"] as const)(
  "takes %s as answer to create for an unknown outcome",
  async (fault) => {
    world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault });

    const payment = await arrive(world());

    await codeBecomes(payment, "unknown");
    expect(await createCalls(world(), payment)).toBe(1);
    expect(await casesOf(world(), payment)).toMatchObject([{ kind: "create-unknown", state: "open" }]);
  },
);

it("tries again by itself when create surely never reached PagoEfectivo", async () => {
  const shop = await shopWithoutToken();
  world().pagoefectivo.switches.nextFaults.push({ operation: "authorize", fault: "html-503" });
  const payment = await arrive(world(), { shop: shop.domain });
  await codeBecomes(payment, "failed");

  world().clock.shift(3_000);

  await codeBecomes(payment, "live");
  expect((await codesOf(world(), payment)).map(({ state }) => state)).toEqual(["live", "failed"]);
  expect(await createCalls(world(), payment)).toBe(1);
  expect(await casesOf(world(), payment)).toEqual([]);
});

it("offers the shopper a retry after four tries in vain, which issues one code", async () => {
  const shop = await shopWithoutToken();
  world().pagoefectivo.switches.nextFaults.push({ operation: "authorize", fault: "html-503", count: 4 });
  const payment = await arrive(world(), { shop: shop.domain });
  let movedMs = 0;
  await world().until("four tries", async () => {
    world().clock.shift((movedMs += 1_000));
    const codes = await codesOf(world(), payment);
    return codes.length === 4 && codes.every(({ state }) => state === "failed");
  });
  world().clock.shift(movedMs + 60_000);
  expect(await pageState(payment)).toBe("error");
  expect(await createCalls(world(), payment)).toBe(0);

  const answer = await fetch(`${payment.url}/retry`, { method: "POST", redirect: "manual" });

  expect([answer.status, answer.headers.get("Location")]).toEqual([303, `/v/${payment.slug}`]);
  await codeBecomes(payment, "live");
  expect(await pageState(payment)).toBe("waiting");
  expect(await createCalls(world(), payment)).toBe(1);
});

// A payment that nobody came back to stayed open for ever, and its checkout with it.
it("ends a payment that got no code when nobody comes back for it", async () => {
  const shop = await shopWithoutToken();
  world().pagoefectivo.switches.nextFaults.push({ operation: "authorize", fault: "html-503", count: 4 });
  const payment = await arrive(world(), { shop: shop.domain });
  let movedMs = 0;
  await world().until("four tries", async () => {
    world().clock.shift((movedMs += 1_000));
    const codes = await codesOf(world(), payment);
    return codes.length === 4 && codes.every(({ state }) => state === "failed");
  });

  world().clock.shift(movedMs + 31 * 60_000);

  await world().until("the end", async () => (await paymentRow(world(), payment)).told === "released");
  expect((await paymentRow(world(), payment)).end_reason).toBe("never-seen");
  expect(told(world(), payment)).toEqual([]);
});

it("ends a payment above the merchant's limit without telling Shopify anything", async () => {
  const shop = await connectNewShop(world(), { maximumCentimos: 10_000 });

  const payment = await arrive(world(), { shop: shop.domain, amount: "100.01" });

  await codeBecomes(payment, "failed");
  expect(await paymentRow(world(), payment)).toMatchObject({
    told: "released",
    end_reason: "amount-outside-limits",
  });
  expect(await pageState(payment)).toBe("error");
  expect(told(world(), payment)).toEqual([]);
  expect(await casesOf(world(), payment)).toEqual([]);
});

it("ends a payment whose merchant's keys are refused without telling Shopify anything", async () => {
  const shop = await connectNewShop(world());
  world().pagoefectivo.revokeTokens(shop.serviceId);
  world().pagoefectivo.register({
    serviceId: shop.serviceId,
    accessKey: shop.accessKey,
    secretKey: `changed ${shop.secretKey}`,
    codeService: "TDX",
    environment: "live",
    notifyUrl: shop.noticeUrl,
  });

  const payment = await arrive(world(), { shop: shop.domain });

  await codeBecomes(payment, "failed");
  expect(await paymentRow(world(), payment)).toMatchObject({
    told: "released",
    end_reason: "merchant-account",
  });
  expect(await createCalls(world(), payment)).toBe(0);
  expect(told(world(), payment)).toEqual([]);
});

it("renews a refused token and asks again: a 401 proves that nothing was created", async () => {
  const first = await withCode(world());
  world().pagoefectivo.revokeTokens();

  const second = await withCode(world());

  expect(second.cip).not.toBe(first.cip);
  const creates = world()
    .pagoefectivo.calls()
    .filter(
      ({ operation, transactionCode }) => operation === "create" && transactionCode === second.codeId,
    );
  expect(creates.map(({ status }) => status)).toEqual([401, 201]);
  expect(await casesOf(world(), second)).toEqual([]);
});

it("releases a session that is too old and asks PagoEfectivo nothing", async () => {
  const payment = await arrive(world(), {
    proposedAt: new Date(Date.now() - 71 * 3_600_000).toISOString(),
  });

  await world().until(
    "the payment to end",
    async () => (await paymentRow(world(), payment)).told === "released",
  );
  expect(await paymentRow(world(), payment)).toMatchObject({ end_reason: "too-late" });
  expect(await codesOf(world(), payment)).toEqual([]);
  expect(told(world(), payment)).toEqual([]);
});
