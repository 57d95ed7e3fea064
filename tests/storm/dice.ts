import { seededRandom } from "../../simulators/shopify/seeded-random.ts";

/** Everything that a seed decides. */
export interface Dice {
  chance(probability: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  pick<One>(from: readonly One[]): One;
}

export function dice(seed: number): Dice {
  const random = seededRandom(seed);
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  return {
    chance: (probability) => random() < probability,
    between,
    pick: (from) => {
      const one = from[between(0, from.length - 1)];
      if (one === undefined) throw new Error("there is nothing to pick from");
      return one;
    },
  };
}
