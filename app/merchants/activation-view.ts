/** What the activation page shows and what its buttons are answered, in plain values. */
import type { ReadinessStep, TellProblem } from "#app/merchants/readiness.ts";

export interface ActivationView {
  /** What we would take. */
  ready: boolean;
  /** No live account: test orders only. */
  isTestOnly: boolean;
  missing: ReadinessStep[];
  /** Why a machine switched it off; null when a person did, or nobody. */
  switchedOffReason: string | null;
  /** What Shopify has acknowledged, and what kept it from hearing more. */
  told: { ready: boolean | null; at: string | null; problem: TellProblem | null };
  /** The account as Shopify's settings name it. */
  account: string | null;
  /** Shopify's own page, where the method is switched on for shoppers and test mode is chosen. */
  settingsUrl: string;
}

export type ActivationAnswer =
  | { kind: "activated" }
  | { kind: "deactivated" }
  | { kind: "missing"; missing: ReadinessStep[] }
  /** It counts on our side; Shopify does not know it yet. */
  | { kind: "not-told"; problem: TellProblem; willRetry: boolean };
