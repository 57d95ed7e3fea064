/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface ShellPlaceholders {
  "shell.time.moment": { weekday: string; day: string; month: string; year: string; hour: string };
  "shell.time.short": { day: string; month: string; year: string; hour: string };
  "shell.time.weekday": { weekday: string; day: string; month: string; hour: string };
  "shell.time.date": { day: string; month: string; year: string };
  "shell.time.hour": { hour12: string; minute: string; half: string };
}
