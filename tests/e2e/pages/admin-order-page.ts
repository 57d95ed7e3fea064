import { expect, type Locator, type Page } from "playwright/test";
import { OrdersPage } from "./orders-page.ts";

/** One order in the simulated Shopify's admin, as the merchant finds things on it. */
export class AdminOrderPage {
  readonly #page: Page;
  readonly #orders: OrdersPage;
  /** What Shopify calls the order's payment. */
  readonly paymentState: Locator;

  constructor(page: Page, shopifyOrigin: string) {
    this.#page = page;
    this.#orders = new OrdersPage(page, shopifyOrigin);
    this.paymentState = page.locator("[data-payment-state]");
  }

  /** By way of the list, as a person goes. */
  async open(paymentId: string): Promise<void> {
    await this.#orders.open();
    await this.#orders.orderOf(paymentId).getByRole("link").click();
    await expect(this.#page.getByRole("heading", { level: 1 })).toContainText("Pedido #");
  }

  async refund(amount: string): Promise<void> {
    await this.#page.getByLabel("Importe del reembolso").fill(amount);
    await this.#page.getByRole("button", { name: "Reembolsar", exact: true }).click();
  }

  /** The refunds of the order, oldest first. */
  refundAt(index: number): Locator {
    return this.#page.locator("[data-refund-id]").nth(index);
  }

  /** Looks again until the order's payment is called this. */
  async becomes(state: "paid" | "partially-refunded" | "refunded"): Promise<void> {
    await expect
      .poll(
        async () => {
          await this.#page.reload();
          return this.paymentState.getAttribute("data-payment-state");
        },
        { timeout: 20_000 },
      )
      .toBe(state);
  }
}
