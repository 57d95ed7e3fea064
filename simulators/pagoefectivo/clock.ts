/** The clock of this simulator. Instants are UTC; PagoEfectivo writes them in Lima time. */
export interface SimulatorClock {
  now(): Date;
}

export const machineClock: SimulatorClock = { now: () => new Date() };
