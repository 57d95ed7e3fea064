import type { Locator, Page } from "playwright/test";
import { DEMO_SHOP } from "../../../scripts/demo/world.ts";

/** The merchant's list of orders in the simulated Shopify. */
export class OrdersPage {
  readonly #page: Page;
  readonly #shopifyOrigin: string;

  constructor(page: Page, shopifyOrigin: string) {
    this.#page = page;
    this.#shopifyOrigin = shopifyOrigin;
  }

  async open(): Promise<void> {
    await this.#page.goto(`${this.#shopifyOrigin}/shops/${DEMO_SHOP}/admin/orders`);
  }

  /** The line of the order that this Shopify payment belongs to. */
  orderOf(paymentId: string): Locator {
    return this.#page.getByRole("row").filter({ hasText: paymentId });
  }
}
