import type { BrowserContext, ConsoleMessage, Request } from "playwright/test";

/**
 * Looks over every page of a browser context and notes what no story may contain: a complaint in the console (a
 * violated Content-Security-Policy is one), a script error, and a request to an origin that is not of this world.
 */
export class BrowserWatch {
  readonly #web: string;
  readonly #known: readonly string[];
  /** Addresses of others that a page of ours may load: App Bridge, inside Shopify's admin. */
  readonly #parts: readonly string[];
  readonly #complaints: string[] = [];
  #expected: RegExp | null = null;

  constructor(
    context: BrowserContext,
    origins: { web: string; parties: readonly string[]; parts?: readonly string[] },
  ) {
    this.#web = origins.web;
    this.#known = [origins.web, ...origins.parties];
    this.#parts = origins.parts ?? [];
    context.on("console", (said) => this.#hear(said));
    context.on("weberror", (thrown) => this.#complaints.push(`script error: ${thrown.error().message}`));
    context.on("request", (request) => this.#look(request));
  }

  /** What the browser itself will say in the console because the story makes something fail. */
  expectConsole(words: RegExp): void {
    this.#expected = words;
  }

  complaints(): readonly string[] {
    return this.#complaints;
  }

  #hear(said: ConsoleMessage): void {
    if (said.type() !== "error" && said.type() !== "warning") return;
    if (this.#expected?.test(said.text())) return;
    const { url } = said.location();
    // The simulated parties' pages name no icon, so that Chromium looks for one in vain; ours must name theirs.
    if (url.endsWith("/favicon.ico") && !url.startsWith(`${this.#web}/`)) return;
    this.#complaints.push(`console ${said.type()}: ${said.text()} (${url})`);
  }

  #look(request: Request): void {
    const url = new URL(request.url());
    if (url.protocol === "data:") return;
    if (!this.#known.includes(url.origin)) {
      this.#complaints.push(`request to a third party: ${request.url()}`);
      return;
    }
    // The shop and PagoEfectivo are places to go to; nothing of theirs is loaded into our pages.
    const isPart = !request.isNavigationRequest() && request.frame().url().startsWith(`${this.#web}/`);
    if (isPart && url.origin !== this.#web && !this.#parts.includes(`${url.origin}${url.pathname}`)) {
      this.#complaints.push(`a page of ours asked ${request.url()}`);
    }
  }
}
