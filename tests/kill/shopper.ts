import { setTimeout as pause } from "node:timers/promises";
import { DEMO_SHOP, type World } from "../../scripts/demo/world.ts";
import type { SeededRandom } from "../../simulators/shopify/seeded-random.ts";

/** What a shopper does at the page, and how often of a hundred. */
const PLANS = {
  /** Presses Continue, then pays. */
  continues: 45,
  /** Copies the code and stays until the timer makes the order, then pays. */
  stays: 10,
  /** Pays at a counter without a word to the page. */
  "pays-at-once": 10,
  /** Presses the way back to checkout. */
  "goes-back": 10,
  /** Opens a second attempt of the same checkout, and pays what its page shows. */
  "comes-again": 10,
  /** Presses Continue and never pays. */
  "never-pays": 10,
  /** Never opens the page. */
  "never-opens": 5,
} as const;
export type Plan = keyof typeof PLANS;

const REQUEST_MS = 10_000;
/** As often as a page that waits reloads itself. */
const RELOAD_MS = 2_000;
const POLL_MS = 5_000;

/** What became of the shoppers' side, for the figures. */
export interface LoadCounts {
  shoppers: number;
  plans: Partial<Record<Plan, number>>;
  paid: number;
  /** The counter did not take the code any more. */
  refusedAtCounter: number;
  /** Checkout could not be begun, or no code was shown, for as long as anybody waits. */
  gaveUp: number;
  /** Requests that found no process, or lost it, by what came of them. */
  broken: Partial<Record<string, number>>;
}

/** How patient the shoppers of a load are. */
export interface Patience {
  /** For how long they reload a page that does not show what they want. */
  reloadMs: number;
  /** How long the confirmation timer takes; null: nobody stays for it. */
  timerMs: number | null;
  /** How long the way to a counter may take. */
  counterMs: number;
}

export function drawPlan(random: SeededRandom, { timerMs }: Patience): Plan {
  let left = random() * 100;
  for (const [plan, weight] of Object.entries(PLANS)) {
    left -= weight;
    if (left < 0 && isPlan(plan)) return plan === "stays" && timerMs === null ? "continues" : plan;
  }
  return "continues";
}

function isPlan(name: string): name is Plan {
  return Object.hasOwn(PLANS, name);
}

/** A person with a browser, who reloads what does not load. */
export class Shopper {
  readonly #world: World;
  readonly #counts: LoadCounts;
  readonly #plan: Plan;
  readonly #random: SeededRandom;
  readonly #patience: Patience;

  constructor(input: {
    world: World;
    counts: LoadCounts;
    plan: Plan;
    random: SeededRandom;
    patience: Patience;
  }) {
    this.#world = input.world;
    this.#counts = input.counts;
    this.#plan = input.plan;
    this.#random = input.random;
    this.#patience = input.patience;
    this.#counts.shoppers += 1;
    this.#counts.plans[input.plan] = (this.#counts.plans[input.plan] ?? 0) + 1;
  }

  async walk(): Promise<void> {
    const session = this.#world.shopify.newSession({ shop: DEMO_SHOP, amount: "20.00" });
    const url = await this.#checkOut(session.id);
    if (url === null || this.#plan === "never-opens") return;
    const cip = await this.#readCode(url);
    if (cip === null) return;
    switch (this.#plan) {
      case "continues":
        await this.#press(url, "continue");
        return this.#pay(cip);
      case "never-pays":
        return this.#press(url, "continue");
      case "goes-back":
        return this.#press(url, "cancel");
      case "stays":
        await this.#stay(url);
        return this.#pay(cip);
      case "pays-at-once":
        return this.#pay(cip);
      case "comes-again":
        return this.#comeAgain(session.group);
    }
  }

  async #comeAgain(group: string): Promise<void> {
    const session = this.#world.shopify.newSession({ shop: DEMO_SHOP, amount: "20.00", group });
    const url = await this.#checkOut(session.id);
    const cip = url && (await this.#readCode(url));
    if (cip) await this.#pay(cip);
  }

  /** Shopify sends the session; when nobody answers, the shopper presses "Pay now" again. */
  async #checkOut(sessionId: string): Promise<string | null> {
    return this.#patiently(async () => {
      const answer = await this.#world.shopify.sendSession(sessionId);
      if (answer.error !== null) this.#broke(answer.error.split(":")[0] ?? "");
      return answer.redirectUrl;
    });
  }

  async #readCode(url: string): Promise<string | null> {
    return this.#patiently(async () => {
      const page = await this.#request(url);
      const html = (await page?.text().catch(() => "")) ?? "";
      if (/data-state="error"/.test(html) && html.includes("/retry")) {
        await this.#request(`${url}/retry`, { method: "POST" });
      }
      return /data-code="(\d+)"/.exec(html)?.[1] ?? null;
    });
  }

  /** Presses until the page leads away, or says why it does not. */
  async #press(url: string, button: "continue" | "cancel"): Promise<void> {
    await this.#patiently(async () => {
      const answer = await this.#request(`${url}/${button}`, { method: "POST", redirect: "manual" });
      return answer?.status === 303 && answer.headers.get("Location")?.includes("/return")
        ? "led away"
        : null;
    });
  }

  async #stay(url: string): Promise<void> {
    await this.#patiently(async () => (await this.#request(`${url}/kept`, { method: "POST" })) && "kept");
    for (let stayedMs = 0; stayedMs < (this.#patience.timerMs ?? 0) + POLL_MS; stayedMs += POLL_MS) {
      await pause(POLL_MS);
      await this.#request(`${url}/status`);
    }
  }

  async #pay(cip: string): Promise<void> {
    await pause(this.#random() * this.#patience.counterMs);
    const receipt = await this.#world.pagoefectivo.pay(cip);
    if (receipt.kind === "paid") this.#counts.paid += 1;
    else this.#counts.refusedAtCounter += 1;
  }

  /** Null when the process was not there, or ended meanwhile. */
  async #request(url: string, init: RequestInit = {}): Promise<Response | null> {
    try {
      const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_MS) });
      if (answer.status < 500) return answer;
      this.#broke(`http-${answer.status}`);
    } catch (error) {
      this.#broke(reasonOf(error));
    }
    return null;
  }

  #broke(why: string): void {
    this.#counts.broken[why] = (this.#counts.broken[why] ?? 0) + 1;
  }

  async #patiently<Found>(attempt: () => Promise<Found | null>): Promise<Found | null> {
    const giveUpAt = performance.now() + this.#patience.reloadMs;
    for (;;) {
      const found = await attempt();
      if (found !== null) return found;
      if (performance.now() > giveUpAt) {
        this.#counts.gaveUp += 1;
        return null;
      }
      await pause(RELOAD_MS);
    }
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return "failed";
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
}
