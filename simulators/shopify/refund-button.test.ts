import { expect, test } from "vitest";
import type { ShopifySimulator } from "./server.ts";
import {
  acceptsRefund,
  send,
  sendRefund,
  SHOP,
  standInApp,
  startSimulator,
  type StandInAnswer,
  type StandInApp,
} from "./test-stand-in.ts";

interface Stage {
  simulator: ShopifySimulator;
  app: StandInApp;
  orderUrl: string;
}

/** A paid order of 125.00, and its page in the admin. */
async function stage(answers: StandInAnswer[] = [acceptsRefund]): Promise<Stage> {
  const app = await standInApp(answers);
  const simulator = await startSimulator({
    refundSessionUrl: app.url,
    switches: { requireAnswerRead: false },
  });
  await send.resolve(simulator, simulator.newSession({ shop: SHOP.domain }).gid);
  const orderId = simulator.orders()[0]?.id;
  return { simulator, app, orderUrl: `${simulator.origin}/shops/${SHOP.domain}/admin/orders/${orderId}` };
}

/** Presses the button, and answers with the page that comes then. */
async function press(orderUrl: string, amount: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${orderUrl}/refunds`, {
    method: "POST",
    body: new URLSearchParams({ amount }),
  });
  return { status: answer.status, text: await answer.text() };
}

async function read(url: string): Promise<string> {
  return (await fetch(url)).text();
}

test("the list leads to the order, whose form holds all that can be refunded", async () => {
  const { orderUrl } = await stage();

  const list = await read(orderUrl.slice(0, orderUrl.lastIndexOf("/")));
  const page = await read(orderUrl);

  expect(list).toContain(new URL(orderUrl).pathname);
  expect(page).toContain('data-payment-state="paid"');
  expect(page).toContain('value="125.00"');
});

test("the button sends a refund of what was typed, which is then pending and cannot be cancelled", async () => {
  const { app, orderUrl } = await stage();

  const page = await press(orderUrl, "40.00");

  expect(app.received[0]?.body).toMatchObject({ amount: "40.00", merchant_locale: "es-PE" });
  expect(page.text).toContain('data-refund-state="pending"');
  expect(page.text).toContain('data-payment-state="paid"');
  expect(page.text).toContain('value="85.00"');
  expect(page.text).not.toContain("Cancelar");
});

test("who sits at the browser decides the refund's language", async () => {
  const { simulator, app, orderUrl } = await stage();
  const person = simulator.signedInStaff(SHOP.domain);
  simulator.setStaffLocale(SHOP.domain, person.id, "zh-CN");

  await press(orderUrl, "1.00");

  expect(app.received[0]?.body["merchant_locale"]).toBe("zh-CN");
});

test("the merchant sees how a refund ended, with what the app said of a refused one", async () => {
  const { simulator, orderUrl } = await stage();
  await press(orderUrl, "25.00");
  await press(orderUrl, "100.00");
  const [first, second] = simulator.refunds();

  await sendRefund.resolve(simulator, first?.gid ?? "");
  await sendRefund.reject(simulator, second?.gid ?? "", "Supera <lo pagado>.");
  const page = await read(orderUrl);

  expect(page).toContain('data-payment-state="partially-refunded"');
  expect(page).toContain('data-refund-state="resolved"');
  expect(page).toContain('data-refund-state="rejected"');
  expect(page).toContain("Supera &lt;lo pagado&gt;.");
});

test("a refunded order offers no further refund, and its buyer is not asked to pay again", async () => {
  const { simulator, orderUrl } = await stage();
  await press(orderUrl, "125.00");
  await sendRefund.resolve(simulator, simulator.refunds()[0]?.gid ?? "");

  const page = await read(orderUrl);
  const buyers = await read(orderUrl.replace("/admin/", "/"));

  expect(page).toContain('data-payment-state="refunded"');
  expect(page).not.toContain('name="amount"');
  expect(buyers).not.toContain("Pagar ahora");
});

test.each(["", "0", "-5", "1,50", "1.005", "125.01"])(
  "an amount of %j is refused and not sent",
  async (amount) => {
    const { simulator, app, orderUrl } = await stage();

    const page = await press(orderUrl, amount);

    expect(page.status).toBe(422);
    expect(page.text).toContain('aria-describedby="amount-error"');
    expect(app.received).toEqual([]);
    expect(simulator.refunds()).toEqual([]);
  },
);

test("a refund that the app does not take is shown as not sent, and the merchant may start another", async () => {
  const { simulator, orderUrl } = await stage([{ status: 500, body: "" }]);

  const page = await press(orderUrl, "125.00");

  expect(page.text).toContain('data-refund-state="failed"');
  expect(page.text).toContain('value="125.00"');
  expect(simulator.refunds()).toMatchObject([{ state: "failed" }]);
});

test("an unpaid order has no refund form, and nobody else's order is shown", async () => {
  const { simulator, orderUrl } = await stage();
  const unpaid = simulator.newSession({ shop: SHOP.domain });
  await send.pending(simulator, unpaid.gid, new Date(Date.now() + 3_600_000));
  const order = simulator.orders().find(({ paymentId }) => paymentId === unpaid.id);

  const page = await read(orderUrl.replace(/[^/]+$/, order?.id ?? ""));
  const pressed = await press(orderUrl.replace(/[^/]+$/, order?.id ?? ""), "1.00");
  const foreign = await fetch(orderUrl.replace(SHOP.domain, "otra.myshopify.com"));

  expect(page).not.toContain('name="amount"');
  expect(pressed.status).toBe(422);
  expect(foreign.status).toBe(404);
});
