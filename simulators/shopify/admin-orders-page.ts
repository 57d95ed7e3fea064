import { html } from "hono/html";
import { stateMark } from "./order-pages.ts";
import type { SimulatedOrder } from "./orders.ts";
import { limaTime, money, page, type Html } from "./page-layout.ts";
import type { SimulatedShop } from "./session-record.ts";

function row(order: SimulatedOrder): Html {
  return html`<tr data-order-id="${order.id}">
    <th scope="row"><a href="/shops/${order.shop}/admin/orders/${order.id}">${order.name}</a></th>
    <td>${limaTime(order.createdAt)}</td>
    <td><code>${order.paymentId}</code></td>
    <td class="amount">${money(order.amount, order.currency)}</td>
    <td>${stateMark(order.paymentState)}</td>
  </tr>`;
}

function table(orders: SimulatedOrder[]): Html {
  return html`<div class="table" role="region" aria-label="Pedidos" tabindex="0">
    <table>
      <caption>
        El id de pago es el mismo que ve la aplicación de pagos. Fechas en hora de Lima.
      </caption>
      <thead>
        <tr>
          <th scope="col">Pedido</th>
          <th scope="col">Fecha</th>
          <th scope="col">Id de pago</th>
          <th scope="col" class="amount">Total</th>
          <th scope="col">Pago</th>
        </tr>
      </thead>
      <tbody>
        ${orders.map(row)}
      </tbody>
    </table>
  </div>`;
}

/** The merchant's list of orders, newest first: what the shop's staff sees in Shopify's admin. */
export function adminOrdersPage(shop: SimulatedShop, orders: SimulatedOrder[]): Html {
  const content = html`<section class="card">
    <h1>Pedidos</h1>
    ${orders.length === 0 ? html`<p>Todavía no hay pedidos.</p>` : table(orders.toReversed())}
  </section>`;
  return page({ shopName: shop.name, title: "Pedidos", content });
}
