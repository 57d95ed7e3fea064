/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface DetailPlaceholders {
  "detail.subtitle": { id: string };
  "detail.timeline.by": { actor: string; moment: string };
  "detail.timeline.clocks": { expires: string; ends: string };
  "detail.technical.of": { moment: string };
  "detail.cases.title": { count: number };
  "detail.cases.held": { amount: string };
  "detail.cases.since": { moment: string };
  "detail.messages.took": { moment: string; ms: string };
  "detail.messages.next": { moment: string };
  "detail.extend.help": { latest: string };
  "detail.void.title": { amount: string };
  "detail.void.what": { cip: string; id: string };
  "detail.slips.arrival": { what: string; amount: string; moment: string };
  "detail.slips.cip": { cip: string };
  "detail.slips.openPayment": { id: string };
}
