/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface HelpPlaceholders {
  "help.found": { count: number };
  "help.reviewed": { date: string };
  "help.source": { title: string; date: string };
  "help.tools.version": { version: string };
}
