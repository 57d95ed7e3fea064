import type { Locator, Page } from "playwright/test";

/** The simulated agent's counter, where the cash changes hands. */
export class CounterPage {
  readonly #page: Page;
  readonly #pagoEfectivoOrigin: string;
  readonly answer: Locator;

  constructor(page: Page, pagoEfectivoOrigin: string) {
    this.#page = page;
    this.#pagoEfectivoOrigin = pagoEfectivoOrigin;
    this.answer = page.getByRole("status");
  }

  /** Dictates the code and hands over the cash that the counter asks for. */
  async pay(cip: string): Promise<void> {
    await this.#page.goto(`${this.#pagoEfectivoOrigin}/counter`);
    await this.#page.getByLabel("Código de pago (CIP)").fill(cip);
    await this.#page.getByRole("button", { name: "Consultar" }).click();
    await this.#page.getByRole("button", { name: /^Pagar/ }).click();
  }
}
