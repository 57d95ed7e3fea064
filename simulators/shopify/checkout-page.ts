import { html } from "hono/html";
import { money, page, type Html } from "./page-layout.ts";
import { customerOf } from "./session-body.ts";
import type { CheckoutInput } from "./ledger.ts";
import type { CheckoutRecord, SimulatedShop } from "./session-record.ts";

/** What the checkout form holds: all text, as a browser sends it. */
export interface CheckoutForm {
  amount: string;
  currency: string;
  test: boolean;
  email: string;
  phone: string;
  givenName: string;
  familyName: string;
}

/** A person who fills in nothing still gets a checkout that works. */
const FILLED_IN = {
  email: "rosa.quispe@example.com",
  phone: "+51987654321",
  givenName: "Rosa",
  familyName: "Quispe Mamani",
};

/** Reads the form from a query (`filledIn`: missing fields get examples) or from a posted body (missing means empty). */
export function readCheckoutForm(
  fields: Record<string, string>,
  shop: SimulatedShop,
  filledIn: boolean,
): CheckoutForm {
  const text = (name: string, otherwise: string): string => (fields[name] ?? otherwise).trim();
  return {
    amount: text("amount", "125.00"),
    currency: text("currency", shop.currency),
    test: ["1", "on", "true"].includes(text("test", "")),
    email: text("email", filledIn ? FILLED_IN.email : ""),
    phone: text("phone", filledIn ? FILLED_IN.phone : ""),
    givenName: text("given_name", filledIn ? FILLED_IN.givenName : ""),
    familyName: text("family_name", filledIn ? FILLED_IN.familyName : ""),
  };
}

const AMOUNT = /^(\d{1,9})(?:\.(\d{1,2}))?$/;

/** The checkout that this form asks for, or the Spanish sentence that says what is wrong with it. */
export function checkoutOfForm(form: CheckoutForm, shop: SimulatedShop): CheckoutInput | string {
  const parts = AMOUNT.exec(form.amount);
  if (parts === null) return "Escribe el importe con dos decimales, por ejemplo 125.00.";
  if (!/^[A-Z]{3}$/.test(form.currency)) return "Elige la moneda.";
  const amount = `${parts[1] ?? "0"}.${(parts[2] ?? "").padEnd(2, "0")}`;
  return {
    shop: shop.domain,
    amount,
    currency: form.currency,
    test: form.test,
    customer: customerOf(form),
  };
}

function alert(message: string | null): Html {
  return message === null ? html`` : html`<p class="alert" role="alert">${message}</p>`;
}

const PAYMENT_METHOD = html`<fieldset>
  <legend>Pago</legend>
  <p class="choice">
    <input type="radio" id="pagoefectivo" name="payment_method" value="pagoefectivo" checked />
    <label for="pagoefectivo">PagoEfectivo</label>
    <span class="hint">Paga en efectivo o desde tu banco con un código.</span>
  </p>
</fieldset>`;

function textField(input: {
  name: string;
  label: string;
  value: string;
  type: string;
  autocomplete: string;
}): Html {
  return html`<label for="${input.name}">${input.label}</label>
    <input
      type="${input.type}"
      id="${input.name}"
      name="${input.name}"
      value="${input.value}"
      autocomplete="${input.autocomplete}"
    />`;
}

function currencyChoice(chosen: string): Html {
  const option = (value: string, word: string): Html =>
    html`<option value="${value}" ${value === chosen ? html`selected` : html``}>${word}</option>`;
  return html`<label for="currency">Moneda</label>
    <select id="currency" name="currency">
      ${option("PEN", "Soles (PEN)")} ${option("USD", "Dólares (USD)")}
    </select>`;
}

/** The storefront's checkout, before anything is bought. A plain form: it works without scripts. */
export function newCheckoutPage(shop: SimulatedShop, form: CheckoutForm, problem: string | null): Html {
  const content = html`<form class="card narrow" method="post" action="/shops/${shop.domain}/checkouts/new">
    <h1>Finalizar compra</h1>
    ${alert(problem)}
    <fieldset>
      <legend>Tu pedido</legend>
      <p>Manta de alpaca tejida a mano, 1 unidad</p>
      ${textField({ name: "amount", label: "Importe", value: form.amount, type: "text", autocomplete: "off" })}
      ${currencyChoice(form.currency)}
      <p>
        <input type="checkbox" id="test" name="test" value="1" ${form.test ? html`checked` : html``} />
        <label for="test" style="display: inline">Pedido de prueba</label>
      </p>
    </fieldset>
    <fieldset>
      <legend>Tus datos</legend>
      ${textField({ name: "email", label: "Correo electrónico", value: form.email, type: "email", autocomplete: "email" })}
      ${textField({ name: "phone", label: "Celular", value: form.phone, type: "tel", autocomplete: "tel" })}
      ${textField({ name: "given_name", label: "Nombres", value: form.givenName, type: "text", autocomplete: "given-name" })}
      ${textField({ name: "family_name", label: "Apellidos", value: form.familyName, type: "text", autocomplete: "family-name" })}
    </fieldset>
    ${PAYMENT_METHOD}
    <button type="submit">Pagar ahora</button>
  </form>`;
  return page({ shopName: shop.name, title: "Finalizar compra", content });
}

/** Shown when the app could not be reached or refused: the buyer has to try again. */
export const PAYMENT_FAILED =
  "No pudimos iniciar el pago con PagoEfectivo. Inténtalo de nuevo o elige otro medio de pago.";

/** Shown when the switch `checkoutNeedsActivation` is on and the merchant has not activated the method. */
export const METHOD_NOT_OFFERED = "Esta tienda no ofrece PagoEfectivo por ahora. Elige otro medio de pago.";

/** The checkout again: where `cancel_url` leads, and where a failed start ends. Each "Pagar ahora" is a new attempt. */
export function checkoutPage(shop: SimulatedShop, checkout: CheckoutRecord, problem: string | null): Html {
  const pay = html`<form method="post" action="/shops/${shop.domain}/checkouts/${checkout.id}">
    ${PAYMENT_METHOD}
    <button type="submit">Pagar ahora</button>
  </form>`;
  const blocked = html`<p>
    PagoEfectivo ya no está disponible para esta compra. Elige otro medio de pago.
  </p>`;
  const content = html`<section class="card narrow">
    <h1>Finalizar compra</h1>
    ${alert(problem)}
    <p>Manta de alpaca tejida a mano, 1 unidad</p>
    <dl>
      <dt>Total</dt>
      <dd>${money(checkout.amount, checkout.currency)}</dd>
    </dl>
    <p></p>
    ${checkout.methodBlocked ? blocked : pay}
  </section>`;
  return page({ shopName: shop.name, title: "Finalizar compra", content });
}
