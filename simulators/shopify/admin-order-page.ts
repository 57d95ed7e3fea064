import { html } from "hono/html";
import { decimalOf } from "./amounts.ts";
import { refundView, type RefundRefusal, type SimulatedRefund } from "./new-refund.ts";
import { stateMark } from "./order-pages.ts";
import type { SimulatedOrder } from "./orders.ts";
import { limaTime, money, page, type Html } from "./page-layout.ts";
import type { RefundRecord, RefundState } from "./refund-record.ts";
import type { SimulatedShop } from "./session-record.ts";

export interface AdminOrderInput {
  shop: SimulatedShop;
  order: SimulatedOrder;
  refunds: RefundRecord[];
  /** What may still be refunded. */
  refundableCents: number;
  /** What was typed and refused, if anything. */
  refused: { amount: string; why: RefundRefusal } | null;
}

const REFUND_WORDS: Record<RefundState, string> = {
  created: "Enviando",
  pending: "Pendiente",
  resolved: "Reembolsado",
  rejected: "Rechazado",
  failed: "No enviado",
};

const REFUND_MARKS: Record<RefundState, string> = {
  created: "pending",
  pending: "pending",
  resolved: "paid",
  rejected: "failed",
  failed: "failed",
};

const REFUSALS: Record<RefundRefusal, string> = {
  "not-paid": "El pedido no está pagado: no hay nada que reembolsar.",
  "not-an-amount": "Escribe un importe mayor que cero, con dos decimales como máximo.",
  "more-than-is-left": "El importe es mayor que lo que queda por reembolsar.",
};

/** Nobody can cancel a refund that was started; one that could not be sent has to be started anew by hand. */
function explanation({ state, rejection }: SimulatedRefund): Html {
  if (state === "rejected") {
    return html`<p class="alert">
      El proveedor rechazó el reembolso: ${rejection?.merchantMessage ?? ""}
    </p>`;
  }
  if (state !== "failed") return html``;
  return html`<p class="alert">
    No se pudo enviar el reembolso al proveedor de pagos. Vuelve a hacer el reembolso.
  </p>`;
}

function refundItem(record: RefundRecord): Html {
  const refund = refundView(record);
  return html`<li data-refund-id="${refund.id}" data-refund-state="${refund.state}">
    <p>
      ${money(refund.amount, refund.currency)} · ${limaTime(refund.createdAt)}
      <span class="state ${REFUND_MARKS[refund.state]}">${REFUND_WORDS[refund.state]}</span>
    </p>
    ${explanation(refund)}
  </li>`;
}

function refundList(refunds: RefundRecord[]): Html {
  if (refunds.length === 0) return html``;
  return html`<section class="card narrow">
    <h2>Reembolsos</h2>
    <ul>
      ${refunds.map(refundItem)}
    </ul>
  </section>`;
}

function refundForm({ shop, order, refundableCents, refused }: AdminOrderInput): Html {
  if (refundableCents === 0 && refused === null) return html``;
  const error =
    refused === null ? html`` : html`<p class="alert" id="amount-error">${REFUSALS[refused.why]}</p>`;
  const described = refused === null ? html`` : html`aria-invalid="true" aria-describedby="amount-error"`;
  return html`<form
    class="card narrow"
    method="post"
    action="/shops/${shop.domain}/admin/orders/${order.id}/refunds"
  >
    <h2>Reembolsar</h2>
    ${error}
    <label for="amount">Importe del reembolso</label>
    <input
      type="text"
      id="amount"
      name="amount"
      inputmode="decimal"
      autocomplete="off"
      value="${refused?.amount ?? decimalOf(refundableCents)}"
      ${described}
    />
    <span class="hint">Quedan ${money(decimalOf(refundableCents), order.currency)} por reembolsar.</span>
    <p></p>
    <button type="submit">Reembolsar</button>
  </form>`;
}

/** One order in Shopify's admin: its payment, its refunds, and the button that starts one. */
export function adminOrderPage(input: AdminOrderInput): Html {
  const { shop, order, refunds } = input;
  const content = html`<section class="card narrow">
      <h1>Pedido ${order.name}</h1>
      <dl>
        <dt>Estado del pago</dt>
        <dd>${stateMark(order.paymentState)}</dd>
        <dt>Total</dt>
        <dd>${money(order.amount, order.currency)}</dd>
        <dt>Reembolsado</dt>
        <dd>${money(order.refundedAmount, order.currency)}</dd>
        <dt>Id de pago</dt>
        <dd><code>${order.paymentId}</code></dd>
      </dl>
      <p><a href="/shops/${shop.domain}/admin/orders">Todos los pedidos</a></p>
    </section>
    ${refundList(refunds)} ${refundForm(input)}`;
  return page({ shopName: shop.name, title: `Pedido ${order.name}`, content });
}
