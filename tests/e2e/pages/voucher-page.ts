import type { Locator, Page } from "playwright/test";

/** The page with the code, as the shopper finds things on it. */
export class VoucherPage {
  readonly page: Page;
  readonly heading: Locator;
  /** The state in words, at the top. */
  readonly status: Locator;
  /** What a screen reader is told when the state changes. */
  readonly announcement: Locator;
  readonly code: Locator;
  /** Not found by its name, which changes when it is pressed. */
  readonly copy: Locator;
  readonly confirm: Locator;
  readonly otherMethod: Locator;
  readonly backToShop: Locator;
  readonly lookAgain: Locator;
  readonly offlineNotice: Locator;
  /** Shopify's payment id, which the shop's staff sees too. */
  readonly reference: Locator;

  constructor(page: Page) {
    this.page = page;
    this.heading = page.getByRole("heading", { level: 1 });
    this.status = page.locator(".strip-label");
    this.announcement = page.getByRole("status");
    this.code = page.locator("[data-code]");
    this.copy = page.locator("button[data-copy]");
    this.confirm = page.getByRole("button", { name: "Continuar y confirmar mi pedido" });
    this.otherMethod = page.getByRole("link", { name: "Elegir otro medio de pago" });
    this.backToShop = page.getByRole("link", { name: "Volver a la tienda" });
    this.lookAgain = page.getByRole("link", { name: "Actualizar estado" });
    this.offlineNotice = page.getByRole("main").getByText("Sin conexión: no podemos actualizar el estado");
    this.reference = page.locator(".reference").first();
  }

  /** The code as a shopper would type it. */
  async readCode(): Promise<string> {
    return (await this.code.innerText()).replace(/\s/g, "");
  }
}
