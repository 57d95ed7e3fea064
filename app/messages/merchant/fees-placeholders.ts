/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface FeesPlaceholders {
  "fees.charge.percent": { percent: string; igv: string };
  "fees.charge.fixed": { percent: string; fixed: string; igv: string };
  "fees.charge.minimum": { percent: string; minimum: string; igv: string };
  "fees.charge.fixedAndMinimum": { percent: string; fixed: string; minimum: string; igv: string };
  "fees.charge.fixedLabel": { currency: string };
  "fees.charge.minimumLabel": { currency: string };
  "fees.example.body": { by: string };
  "fees.example.action": { by: string };
  "fees.worked.amount": { currency: string };
  "fees.worked.fee": { fee: string; igv: string };
  "fees.worked.net": { net: string };
  "fees.worked.converted": { net: string };
  "fees.worked.day": { day: string };
  "fees.cycle.daysText": { count: number };
  "fees.cycle.weeklyText": { weekday: string };
  "fees.monthly.label": { currency: string };
  "fees.history.from": { currency: string; day: string };
  "fees.history.saved": { name: string; moment: string };
  "fees.history.changeOf": { currency: string; day: string };
  "fees.history.withdrawOf": { currency: string; day: string };
  "fees.month.title": { currency: string };
  "fees.month.paid": { count: number };
  "fees.month.unknown": { count: number };
  "fees.month.surcharge": { surcharge: string; igv: string };
  "fees.money.paidOutUnder": { day: string; reference: string };
  "fees.money.inFile": { file: string };
  "fees.stage.on": { stage: string; day: string };
  "fees.payouts.looked": { count: number };
  "fees.payouts.more": { count: number };
  "fees.settlement.ref": { ref: string };
  "fees.settlement.part": { credited: string };
  "fees.payout.bank-reference": { day: string; credited: string };
  "fees.payout.bank-total": { day: string; credited: string };
  "fees.payout.person": { day: string; name: string; reference: string };
  "fees.payout.withdrawOf": { name: string };
  "fees.payout.actionOf": { name: string };
}
