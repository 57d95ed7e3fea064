/**
 * `test` for stories of a merchant: the same story in either shell. Standalone the admin is the page itself; embedded it is
 * the frame inside Shopify's admin.
 */
import { randomBytes } from "node:crypto";
import { expect, test as base, type FrameLocator, type Page } from "playwright/test";
import { invariant } from "#app/lib/invariant.ts";
import type { MerchantLanguage, MerchantLogin } from "#app/merchants/merchant-login.ts";
import { MERCHANT_CATALOGUES, type PlainMerchantMessageId } from "#app/messages/merchant-message.ts";
import { BrowserWatch } from "./browser-watch.ts";
import { startStoryWorld, type StoryWorld } from "./story-world.ts";

export type Shell = MerchantLogin["shell"];

let lastShop = 3_000;

/** A merchant who has never seen the app: a shop at Shopify, and keys that PagoEfectivo has given them. */
export interface NewMerchant {
  shop: string;
  userId: number;
  keys: Record<"sandbox" | "live", { serviceId: number; accessKey: string; secretKey: string }>;
}

/** The admin as its merchant sees it, whichever frame it is in. */
export class Admin {
  readonly page: Page;
  readonly #shell: Shell;
  readonly #world: StoryWorld;
  readonly language: MerchantLanguage;

  constructor(page: Page, place: { shell: Shell; world: StoryWorld; language: MerchantLanguage }) {
    this.page = page;
    this.#shell = place.shell;
    this.#world = place.world;
    this.language = place.language;
  }

  /** What stands in the app's own document. */
  get content(): Page | FrameLocator {
    return this.#shell === "embedded" ? this.page.frameLocator("iframe") : this.page;
  }

  /** A text of the admin in the story's language. */
  say(id: PlainMerchantMessageId): string {
    return MERCHANT_CATALOGUES[this.language][id];
  }

  /** Opens the app as Shopify's admin does; installs it first where it must be. Ends at a page of the app. */
  async open(shop: string, path = "/app"): Promise<void> {
    const { shopify } = this.#world;
    const handle = shop.replace(/\.myshopify\.com$/, "");
    const frame = `${shopify.origin}/store/${handle}/apps/${shopify.app()?.clientId ?? ""}${path}`;
    await this.page.goto(this.#shell === "embedded" ? frame : shopify.launchUrl(shop, path));
    const install = this.page.getByRole("button", { name: /^(Instalar|Install)/ });
    const heading = this.content.locator("h1").first();
    await expect
      .poll(async () => (await install.isVisible()) || (await heading.isVisible()), { timeout: 20_000 })
      .toBe(true);
    if (await install.isVisible()) await install.click();
    await expect(heading).toBeVisible({ timeout: 20_000 });
  }

  /** Saves what the page's form holds: in the page's own bar, or in that of Shopify's admin. */
  async save(): Promise<void> {
    const names = /^(Guardar|Save|保存)$/;
    await this.page.getByRole("button", { name: names }).first().click();
  }

  button(name: string) {
    return this.content.getByRole("button", { name, exact: true }).first();
  }
}

interface StoryFixtures {
  world: StoryWorld;
  watch: BrowserWatch;
}

interface WorkerFixtures {
  worlds: Worlds;
}

/** One world after the other: a file of stories has one of its own, and the process keeps what it has loaded. */
class Worlds {
  readonly #shell: Shell;
  #present: { file: string; world: StoryWorld } | null = null;

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  async of(file: string): Promise<StoryWorld> {
    if (this.#present?.file === file) return this.#present.world;
    await this.stop();
    const world = await startStoryWorld({ embedded: this.#shell === "embedded" });
    this.#present = { file, world };
    return world;
  }

  async stop(): Promise<void> {
    const ended = this.#present;
    this.#present = null;
    await ended?.world.stop();
  }
}

const storiesIn = (shell: Shell) =>
  base.extend<StoryFixtures, WorkerFixtures>({
    worlds: [
      async ({}, use) => {
        const worlds = new Worlds(shell);
        await use(worlds);
        await worlds.stop();
      },
      { scope: "worker", timeout: 60_000 },
    ],
    world: [
      async ({ worlds }, use, { file }) => use(await worlds.of(file)),
      // Beside the story's own time.
      { timeout: 120_000 },
    ],
    watch: [
      async ({ context, world }, use) => {
        const watch = new BrowserWatch(context, {
          web: world.webOrigin,
          parties: [world.shopify.origin, world.pagoefectivo.origin],
          parts: [`${world.shopify.origin}/app-bridge.js`],
        });
        world.takeLoggedErrors();
        await use(watch);
        await world.backToNow();
        expect(watch.complaints(), "what the browser complained of").toEqual([]);
        expect(world.takeLoggedErrors(), "what the app logged as errors").toEqual([]);
        expect(world.shopify.adminApiCalls(), "calls to the Admin API").toBe(0);
        expect(world.plannedFaults(), "faults that nothing met").toEqual([]);
      },
      { auto: true },
    ],
  });

/** Made once for all files: Playwright keeps a process for as long as the next file's stories are of the same kind. */
const STORIES = { standalone: storiesIn("standalone"), embedded: storiesIn("embedded") };

/** The test of one shell. The stories of a file share a world. */
export function merchantTest(shell: Shell) {
  return STORIES[shell];
}

/** Gives Shopify a shop and PagoEfectivo its two services; nothing of it is known to the app yet. */
export function newMerchant(world: StoryWorld, language: MerchantLanguage): NewMerchant {
  lastShop += 10;
  const shop = `tienda-nueva-${lastShop}.myshopify.com`;
  world.shopify.addShop({
    domain: shop,
    accessToken: `shpat_${randomBytes(16).toString("hex")}`,
    name: "Tienda Nueva",
    currency: "PEN",
  });
  const [person] = world.shopify.staff(shop);
  invariant(person, "the shop has staff");
  world.shopify.setStaffLocale(shop, person.id, language);
  world.shopify.signInAs(shop, person.id);
  return {
    shop,
    userId: person.id,
    keys: { sandbox: service(world, lastShop + 1, "sandbox"), live: service(world, lastShop + 2, "live") },
  };
}

function service(world: StoryWorld, serviceId: number, environment: "sandbox" | "live") {
  const keys = {
    accessKey: randomBytes(15).toString("base64"),
    secretKey: randomBytes(30).toString("base64"),
  };
  world.pagoefectivo.register({ serviceId, environment, codeService: "TDN", notifyUrl: null, ...keys });
  return { serviceId, ...keys };
}
