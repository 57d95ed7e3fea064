/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface RefundsPlaceholders {
  "refunds.row.age": { age: string };
  "refunds.row.ended": { moment: string };
  "refunds.row.paid": { amount: string };
  "refunds.row.payment": { id: string };
  "refunds.row.open": { amount: string; id: string };
  "refunds.page.title": { amount: string };
  "refunds.fact.ageValue": { moment: string; age: string };
  "refunds.link.mailTo": { address: string };
  "refunds.link.made": { moment: string; until: string };
  "refunds.link.over": { moment: string };
  "refunds.link.used": { moment: string };
  "refunds.link.once": { moment: string };
  "refunds.text.body": { store: string; amount: string; moment: string; url: string };
  "refunds.text.subject": { store: string };
  "refunds.destination.byShopper": { moment: string };
  "refunds.destination.byPerson": { name: string; moment: string };
  "refunds.destination.byYou": { moment: string };
  "refunds.pay.body": { amount: string };
  "refunds.approve.body": { amount: string };
  "refunds.approve.given": { name: string; moment: string };
  "refunds.ofCase.body": { amount: string };
  "refunds.policy.open": { count: number };
  "refunds.policy.accepted": { name: string; moment: string };
}
