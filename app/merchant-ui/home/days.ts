/** An instant within a day of Lima, for what writes days from instants. */
export function noonOf(day: string): string {
  return `${day}T12:00:00-05:00`;
}

/** Whole parts of a length of time, the two largest: what is below a minute is none. */
export function durationParts(ms: number): { days: number; hours: number; minutes: number } {
  const minutes = Math.floor(ms / 60_000);
  return { days: Math.floor(minutes / 1_440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 };
}
