/** Where the simulator learns the time; instants are UTC. Equal in shape to the product's clock, on purpose not imported from it. */
export interface SimulatorClock {
  now(): Date;
}

/** The machine's own clock, used when the caller injects none. */
export const systemClock: SimulatorClock = { now: () => new Date() };
