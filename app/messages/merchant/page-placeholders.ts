/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface PagePlaceholders {
  "page.accent.ratio": { ratio: string; least: string };
  "page.preview.channels": { date: string };
  "page.preview.frame": { state: string };
}
