/**
 * The only way the product learns the time. Everything that decides by time receives a `Clock`,
 * so that tests and the fault runs can move it. Instants are UTC.
 */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
