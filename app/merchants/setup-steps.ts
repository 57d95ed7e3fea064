/**
 * How far a shop is with setting itself up. Pure. Every step is seen from what is stored; nobody ticks anything off by hand.
 */
export interface SetupFacts {
  /** Modes for which keys are connected now. */
  connectedModes: readonly ("live" | "sandbox")[];
  /** PagoEfectivo has accepted the keys that are connected now. */
  isVerified: boolean;
  /** PagoEfectivo refuses the keys that are connected now; where there are live ones, those count. */
  isRefused: boolean;
  rulesSaved: boolean;
  pagePreviewed: boolean;
  /** What Shopify was last told of readiness, and has acknowledged. */
  configuredReady: boolean | null;
  /** Why a machine switched the method off; null when none did. */
  switchedOffReason: string | null;
  hasPayment: boolean;
  isDismissed: boolean;
}

export const SETUP_STEPS = ["connect", "test", "rules", "preview", "activate"] as const;
export type SetupStepName = (typeof SETUP_STEPS)[number];

export interface SetupStep {
  name: SetupStepName;
  /** `waiting`: everything is done on the merchant's side, and only the first payment can prove it. */
  state: "open" | "waiting" | "done";
}

export function setupSteps(facts: SetupFacts): SetupStep[] {
  const isConnected = facts.connectedModes.length > 0;
  const isDone: Record<Exclude<SetupStepName, "activate">, boolean> = {
    connect: isConnected,
    test: isConnected && facts.isVerified,
    rules: facts.rulesSaved,
    preview: facts.pagePreviewed,
  };
  return SETUP_STEPS.map((name) => {
    if (name === "activate") return { name, state: activation(facts) };
    return { name, state: isDone[name] ? "done" : "open" };
  });
}

export type ShopStatus = "active" | "testing" | "unfinished" | "problems";

/** The one word for the shop. `problems` only for what stops new codes or needs the merchant now. */
export function shopStatus(facts: SetupFacts): ShopStatus {
  if (facts.connectedModes.length === 0) return "unfinished";
  if (facts.isRefused || facts.switchedOffReason !== null) return "problems";
  if (facts.configuredReady !== true) return "unfinished";
  return facts.connectedModes.includes("live") ? "active" : "testing";
}

/** Shopify does not tell an app whether the merchant switched the method on: a payment is what shows it. */
function activation(facts: SetupFacts): SetupStep["state"] {
  if (facts.configuredReady !== true) return "open";
  return facts.hasPayment ? "done" : "waiting";
}
