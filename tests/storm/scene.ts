/** The checkouts of a storm as they go on, and how acts on them begin. */
import { invariant } from "#app/lib/invariant.ts";
import type { CheckoutPlan } from "./events.ts";
import type { Machine } from "./machine.ts";
import type { StormShop, StormWorld } from "./world.ts";

/** Its group at Shopify, and the sessions that were made of it. */
export interface Checkout {
  plan: CheckoutPlan;
  group: string | null;
  /** Shopify's id by attempt. */
  sessions: Map<number, string>;
}

/** Who waits outside of every machine: nothing befalls them. */
const OUTSIDER = {
  name: "outside",
  isDead: false,
  stalledUntil: 0,
  fateOfStep: () => null,
  slowness: () => 0,
  die: () => undefined,
  stall: () => undefined,
};

export class Scene {
  readonly world: StormWorld;
  readonly #checkouts: Checkout[];
  readonly threw: string[] = [];

  constructor(world: StormWorld, plans: readonly CheckoutPlan[]) {
    this.world = world;
    this.#checkouts = plans.map((plan) => ({ plan, group: null, sessions: new Map() }));
  }

  checkout(index: number): Checkout {
    const checkout = this.#checkouts[index];
    invariant(checkout, `checkout ${index} is planned`);
    return checkout;
  }

  shop(index: number): StormShop {
    const shop = this.world.shops[index];
    invariant(shop, `shop ${index} is planned`);
    return shop;
  }

  outside(name: string, work: () => Promise<void>): void {
    this.world.stage.begin(null, () => this.#watched(name, work));
  }

  /** Nothing happens while the web process is down: whoever comes then sees no page. */
  atWeb(name: string, work: (web: Machine) => Promise<unknown>): void {
    const web = this.world.machines.get("web");
    if (!web || web.isDead) return;
    this.world.stage.begin(web, () => this.#watched(name, () => work(web)));
  }

  /** Time that passes outside of every machine. */
  pause(ms: number): Promise<void> {
    return this.world.stage.pause(OUTSIDER, ms);
  }

  async #watched(name: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.threw.push(`${name}: ${String(error)}`);
    }
  }
}
