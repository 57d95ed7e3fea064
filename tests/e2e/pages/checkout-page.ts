import type { Locator, Page } from "playwright/test";
import { DEMO_SHOP } from "../../../scripts/demo/world.ts";

/** The simulated storefront's checkout. */
export class CheckoutPage {
  readonly #page: Page;
  readonly #shopifyOrigin: string;
  readonly payNow: Locator;

  constructor(page: Page, shopifyOrigin: string) {
    this.#page = page;
    this.#shopifyOrigin = shopifyOrigin;
    this.payNow = page.getByRole("button", { name: "Pagar ahora" });
  }

  /**
   * Fills in the checkout and presses "Pagar ahora"; ends on the page that the app answered with. Without an e-mail
   * address of their own the shopper gives the one that the checkout suggests; "" is none.
   */
  async buy(amount: string, buyer: { email?: string } = {}): Promise<void> {
    await this.#page.goto(`${this.#shopifyOrigin}/shops/${DEMO_SHOP}/checkouts/new`);
    await this.#page.getByLabel("Importe").fill(amount);
    if (buyer.email !== undefined) await this.#page.getByLabel("Correo electrónico").fill(buyer.email);
    await this.payNow.click();
  }
}
