/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface StoryPlaceholders {
  "story.found.title": { count: number };
  "story.found.more": { count: number };
  "story.found.open": { id: string };
  "story.found.by": { what: string };
  "story.found.contact": { contact: string };
  "story.found.created": { moment: string };
  "story.case.open": { what: string };
  "story.refund.open": { state: string };
  "story.what.shown": { until: string };
  "story.what.waiting": { until: string };
  "story.what.time-up": { until: string };
  "story.what.paid": { amount: string };
  "story.what.paid-refunded": { amount: string };
  "story.what.paid-telling": { amount: string };
  "story.what.paid-untold": { amount: string };
  "story.what.limits": { amount: string };
  "story.money.pagoefectivo": { sum: string };
  "story.money.case": { sum: string };
  "story.money.going-back": { sum: string };
  "story.money.gone-back": { sum: string };
  "story.answer.contact": { contact: string };
}
