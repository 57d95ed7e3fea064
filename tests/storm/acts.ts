/** Begins what each event of a plan says. What happens at the web process may be cut off by its death. */
import { assertNever } from "#app/lib/invariant.ts";
import { actAtCounter } from "./counter-acts.ts";
import type { CheckoutPlan, Happening, Trouble } from "./events.ts";
import { actAsMerchant } from "./merchant-acts.ts";
import { actOnRefunds } from "./refund-acts.ts";
import { Scene } from "./scene.ts";
import { sendSession, visit } from "./shopper-acts.ts";
import type { StormWorld } from "./world.ts";

export class Acts {
  readonly #scene: Scene;

  constructor(world: StormWorld, plans: readonly CheckoutPlan[]) {
    this.#scene = new Scene(world, plans);
  }

  /** What acts threw that nobody may throw. */
  get threw(): readonly string[] {
    return this.#scene.threw;
  }

  begin(happening: Happening): void {
    const scene = this.#scene;
    switch (happening.by) {
      case "shopper":
        if (happening.kind === "session") scene.outside("session", () => sendSession(scene, happening));
        else scene.atWeb(happening.kind, (web) => visit(scene, web, happening));
        return;
      case "counter":
        scene.outside(happening.kind, () => actAtCounter(scene, happening));
        return;
      case "merchant":
        actAsMerchant(scene, happening);
        return;
      case "refunds":
        actOnRefunds(scene, happening);
        return;
      case "trouble":
        makeTrouble(scene.world, happening);
        return;
      default:
        assertNever(happening);
    }
  }
}

function makeTrouble(world: StormWorld, trouble: Trouble): void {
  const { pagoefectivo, shopify } = world;
  switch (trouble.kind) {
    case "provider-fault": {
      const { operation, fault, count, workDone } = trouble;
      const planned = { operation, fault, count, ...(workDone !== null && { workDone }) };
      pagoefectivo.switches.nextFaults.push(planned);
      return;
    }
    case "notice-fault":
      pagoefectivo.switches.nextNoticeFaults.push({ fault: trouble.fault });
      return;
    case "shopify-fault": {
      const { fault, count, mutation } = trouble;
      shopify.switches.nextFaults.push({ fault, count, ...(mutation !== null && { mutation }) });
      return;
    }
    case "shorter-pending-limit":
      shopify.switches.pendingLimitMs = trouble.hours * 3_600_000;
      return;
    case "answer-unread":
      shopify.switches.answerReading.hold();
      return;
    case "answer-read":
      shopify.switches.answerReading.release();
      return;
    case "doom":
      world.machines.get(trouble.machine)?.doom(trouble.doom);
      return;
    case "slow-answer":
      world.count("slow answer");
      world.machines.get(trouble.machine)?.slowDown(trouble.ms);
      return;
    case "skew":
      world.skewMs = trouble.ms;
      if (trouble.ms !== 0) world.count("clock skew");
      return;
    case "short-notices":
      pagoefectivo.switches.noticeShape = "short";
      world.count("short notices");
      return;
    default:
      assertNever(trouble);
  }
}
