/** A source of numbers in [0, 1) that repeats for the same seed. */
export type SeededRandom = () => number;

/**
 * Builds the source that chooses faults. A small 32-bit mixer is enough: a failing run must be repeatable from
 * its seed, nothing secret hangs on it. Identifiers never come from here, so a restart with the same seed over a
 * kept database does not repeat a session id.
 */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 2 ** 32;
  };
}
