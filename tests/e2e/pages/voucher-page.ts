import type { Locator, Page } from "playwright/test";

/** What things are called on the page. */
const NAMES = {
  es: {
    confirm: "Continuar y confirmar mi pedido",
    otherMethod: "Elegir otro medio de pago",
    backToShop: "Volver a la tienda",
    lookAgain: "Actualizar estado",
    offline: "Sin conexión: no podemos actualizar el estado",
    email: "Correo electrónico",
    sendEmail: "Generar mi código",
  },
  en: {
    confirm: "Continue and confirm my order",
    otherMethod: "Choose another payment method",
    backToShop: "Back to the store",
    lookAgain: "Refresh",
    offline: "You are offline: we cannot update the status",
    email: "E-mail address",
    sendEmail: "Get my code",
  },
};

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
  /** A button where the code must be taken back first, else a link. */
  readonly otherMethod: Locator;
  readonly backToShop: Locator;
  readonly lookAgain: Locator;
  readonly offlineNotice: Locator;
  /** Shopify's payment id, which the shop's staff sees too. */
  readonly reference: Locator;
  readonly email: Locator;
  readonly sendEmail: Locator;
  readonly inSpanish: Locator;
  readonly inEnglish: Locator;

  constructor(page: Page, language: "es" | "en" = "es") {
    const names = NAMES[language];
    this.page = page;
    this.heading = page.getByRole("heading", { level: 1 });
    this.status = page.locator(".strip-label");
    this.announcement = page.getByRole("status");
    this.code = page.locator("[data-code]");
    this.copy = page.locator("button[data-copy]");
    this.confirm = page.getByRole("button", { name: names.confirm });
    this.otherMethod = page
      .getByRole("button", { name: names.otherMethod })
      .or(page.getByRole("link", { name: names.otherMethod }));
    this.backToShop = page.getByRole("link", { name: names.backToShop });
    this.lookAgain = page.getByRole("link", { name: names.lookAgain });
    this.offlineNotice = page.getByRole("main").getByText(names.offline);
    this.reference = page.locator(".reference").first();
    this.email = page.getByRole("textbox", { name: names.email });
    this.sendEmail = page.getByRole("button", { name: names.sendEmail });
    this.inSpanish = page.getByRole("link", { name: "Español" });
    this.inEnglish = page.getByRole("link", { name: "English" });
  }

  /** The code as a shopper would type it. */
  async readCode(): Promise<string> {
    return (await this.code.innerText()).replace(/\s/g, "");
  }

  /** The language that a browser and a screen reader take the page to be in. */
  async language(): Promise<string | null> {
    return this.page.locator("html").getAttribute("lang");
  }
}
