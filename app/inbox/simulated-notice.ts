/** What a person can let happen to a test payment, and how a made-up notice says it. */
import { z } from "zod";

export const SIMULATIONS = ["paid", "late", "wrong-amount", "expired"] as const;
export type Simulation = (typeof SIMULATIONS)[number];

const simulatedNotice = z.object({
  eventType: z.enum(["cip.paid", "cip.expired"]),
  simulated: z.enum(SIMULATIONS),
  /** Shopify's id of the person. */
  userId: z.string().min(1),
});
export type SimulatedNotice = z.infer<typeof simulatedNotice>;

/** Reads the body of a notice that is marked as simulated. Throws on any other: nobody but us writes them. */
export function readSimulatedNotice(body: Uint8Array): SimulatedNotice {
  return simulatedNotice.parse(JSON.parse(Buffer.from(body).toString("utf8")));
}
