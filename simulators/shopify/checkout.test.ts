import { expect, test } from "vitest";
import type { ShopifySimulator } from "./server.ts";
import {
  accepts,
  HandClock,
  OTHER_SHOP,
  send,
  SHOP,
  standInApp,
  startSimulator,
  VOUCHER_URL,
  type StandInApp,
} from "./test-stand-in.ts";

interface Store {
  simulator: ShopifySimulator;
  app: StandInApp;
  clock: HandClock;
  /** Address of a page of the shop. */
  at(path: string): string;
  visit(path: string): Promise<Response>;
  submit(path: string, fields: Record<string, string>): Promise<Response>;
}

async function store(answers?: Parameters<typeof standInApp>[0]): Promise<Store> {
  const app = await standInApp(answers);
  const clock = new HandClock();
  const simulator = await startSimulator({ clock, paymentSessionUrl: app.url });
  const at = (path: string): string => `${simulator.origin}/shops/${SHOP.domain}${path}`;
  return {
    simulator,
    app,
    clock,
    at,
    visit: (path) => fetch(at(path), { redirect: "manual" }),
    submit: (path, fields) =>
      fetch(at(path), { method: "POST", redirect: "manual", body: new URLSearchParams(fields) }),
  };
}

const buyer = {
  amount: "59.9",
  email: "ana@example.com",
  phone: "",
  given_name: "Ana",
  family_name: "Ñahui",
};

function gidOf(shop: Store): string {
  return shop.simulator.sessions().at(-1)?.gid ?? "";
}

test("the checkout is a Spanish page with a plain form, filled in and open to a chosen amount", async () => {
  const shop = await store();

  const page = await (await shop.visit("/checkouts/new?amount=42.00&email=x%22%3E%3Cscript%3E")).text();

  expect(page).toContain('<html lang="es-PE">');
  expect(page).toContain('value="42.00"');
  expect(page).toContain("PagoEfectivo");
  expect(page).toContain("Pagar ahora");
  expect(page).not.toContain("<script>");
});

test("Pagar ahora sends a session with the buyer's data and leads the browser to the app", async () => {
  const shop = await store();

  const answer = await shop.submit("/checkouts/new", buyer);

  expect(answer.status).toBe(303);
  expect(answer.headers.get("Location")).toBe(VOUCHER_URL);
  expect(shop.app.received[0]?.body).toMatchObject({
    amount: "59.90",
    currency: "PEN",
    test: false,
    customer: {
      email: "ana@example.com",
      locale: "es-PE",
      billing_address: { given_name: "Ana", family_name: "Ñahui", country_code: "PE" },
    },
  });
  expect(shop.app.received[0]?.body["customer"]).not.toHaveProperty("phone_number");
});

test("a buyer who leaves e-mail and phone empty is sent as null", async () => {
  const shop = await store();

  await shop.submit("/checkouts/new", { ...buyer, email: "", test: "1" });

  expect(shop.app.received[0]?.body).toMatchObject({ customer: null, test: true });
});

test("an amount that is no amount shows the form again and sends nothing", async () => {
  const shop = await store();

  const answer = await shop.submit("/checkouts/new", { ...buyer, amount: "12,345" });

  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('role="alert"');
  expect(shop.simulator.sessions()).toEqual([]);
});

test("when the app keeps failing, the checkout shows an error, and a retry is a new session of the same group", async () => {
  const broken = { status: 500, body: "" };
  const shop = await store([broken, broken, broken, accepts]);

  const failed = await shop.submit("/checkouts/new", buyer);
  const page = await failed.text();
  const action = /action="([^"]+)"/.exec(page)?.[1] ?? "";
  const retried = await fetch(`${shop.simulator.origin}${action}`, { method: "POST", redirect: "manual" });

  const [first, second] = shop.simulator.sessions();
  expect(failed.status).toBe(502);
  expect(page).toContain("No pudimos iniciar el pago");
  expect(retried.headers.get("Location")).toBe(VOUCHER_URL);
  expect(second?.group).toBe(first?.group);
  expect(second?.id).not.toBe(first?.id);
  expect([first?.state, second?.state]).toEqual(["created", "started"]);
});

test("cancel_url leads to a page of this shop where the buyer can try again", async () => {
  const shop = await store();
  await shop.submit("/checkouts/new", buyer);
  const cancelUrl = new URL(shop.simulator.sessions()[0]?.cancelUrl ?? "");

  const page = await shop.visit(cancelUrl.pathname);
  await shop.submit(cancelUrl.pathname, {});

  const [first, second] = shop.simulator.sessions();
  expect(cancelUrl.origin).toBe(`https://${SHOP.domain}`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("S/ 59.90");
  expect(second?.group).toBe(first?.group);
  expect(second?.amount).toBe("59.90");
});

test("once the order exists the checkout leads to it and sends nothing more", async () => {
  const shop = await store();
  await shop.submit("/checkouts/new", buyer);
  await send.pending(shop.simulator, gidOf(shop), shop.clock.inHours(10));
  const path = `/checkouts/${shop.simulator.sessions()[0]?.checkoutId}`;

  const visited = await shop.visit(path);
  const submitted = await shop.submit(path, {});

  const thankYou = `/shops/${SHOP.domain}/orders/${shop.simulator.orders()[0]?.id}/thank-you`;
  expect([visited.headers.get("Location"), submitted.headers.get("Location")]).toEqual([
    thankYou,
    thankYou,
  ]);
  expect(shop.app.received).toHaveLength(1);
});

test("a reject before any order takes the method away from that checkout, unless switched off", async () => {
  const shop = await store();
  await shop.submit("/checkouts/new", buyer);
  await send.reject(shop.simulator, gidOf(shop));
  const path = `/checkouts/${shop.simulator.sessions()[0]?.checkoutId}`;

  const page = await (await shop.submit(path, {})).text();
  shop.simulator.switches.rejectBlocksMethod = false;
  await shop.submit("/checkouts/new", buyer);
  await send.reject(shop.simulator, gidOf(shop));
  const open = await (await shop.visit(`/checkouts/${shop.simulator.sessions()[1]?.checkoutId}`)).text();

  expect(page).toContain("ya no está disponible");
  expect(shop.app.received).toHaveLength(2);
  expect(open).toContain("Pagar ahora");
});

test("thank-you page, order page and the merchant's list tell the payment's state as it changes", async () => {
  const shop = await store();
  await shop.submit("/checkouts/new", buyer);
  const gid = gidOf(shop);
  const states = async (): Promise<(string | undefined)[]> => {
    const id = shop.simulator.orders()[0]?.id;
    const pages = [`/orders/${id}/thank-you`, `/orders/${id}`, "/admin/orders"].map(async (path) =>
      (await shop.visit(path)).text(),
    );
    return (await Promise.all(pages)).map((page) => /data-payment-state="\w+">(\w+)</.exec(page)?.[1]);
  };

  await send.pending(shop.simulator, gid, shop.clock.inHours(10));
  const pending = await states();
  shop.clock.advance(11 * 3_600_000);
  const expired = await states();
  await send.resolve(shop.simulator, gid);
  const paid = await states();

  expect(pending).toEqual(["Pendiente", "Pendiente", "Pendiente"]);
  expect(expired).toEqual(["Expirado", "Expirado", "Expirado"]);
  expect(paid).toEqual(["Pagado", "Pagado", "Pagado"]);
});

test("after a failed payment the order offers Pagar ahora, which starts a new session", async () => {
  const shop = await store();
  await shop.submit("/checkouts/new", buyer);
  await send.pending(shop.simulator, gidOf(shop), shop.clock.inHours(10));
  await send.reject(shop.simulator, gidOf(shop));

  const page = await (await shop.visit(`/orders/${shop.simulator.orders()[0]?.id}`)).text();
  const action = /action="([^"]+)"/.exec(page)?.[1] ?? "";
  const again = await fetch(`${shop.simulator.origin}${action}`, { method: "POST", redirect: "manual" });

  expect(page).toContain("Fallido");
  expect(again.headers.get("Location")).toBe(VOUCHER_URL);
  expect(shop.simulator.sessions()).toHaveLength(2);
});

test("the merchant's list shows order, payment id, amount and state, and nothing of another shop", async () => {
  const shop = await store();
  const empty = await (await shop.visit("/admin/orders")).text();
  await shop.submit("/checkouts/new", buyer);
  await send.resolve(shop.simulator, gidOf(shop));

  const page = await (await shop.visit("/admin/orders")).text();
  const others = await (
    await fetch(`${shop.simulator.origin}/shops/${OTHER_SHOP.domain}/admin/orders`)
  ).text();

  const paymentId = shop.simulator.sessions()[0]?.id ?? "none";
  expect(empty).toContain("Todavía no hay pedidos");
  expect(page).toContain(paymentId);
  expect(page).toContain("#1001");
  expect(page).toContain("S/ 59.90");
  expect(page).toContain("Pagado");
  expect(others).not.toContain(paymentId);
});

test("pages of unknown shops, checkouts and orders are not found", async () => {
  const shop = await store();
  await shop.submit("/checkouts/new", buyer);
  const checkoutId = shop.simulator.sessions()[0]?.checkoutId;

  const statuses = [
    await fetch(`${shop.simulator.origin}/shops/nadie.myshopify.com/checkouts/new`),
    await fetch(`${shop.simulator.origin}/shops/${OTHER_SHOP.domain}/checkouts/${checkoutId}`),
    await shop.visit("/checkouts/none"),
    await shop.visit("/orders/none/thank-you"),
  ].map((answer) => answer.status);

  expect(statuses).toEqual([404, 404, 404, 404]);
});
