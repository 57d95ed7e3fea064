/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface BatchesPlaceholders {
  "batches.ready.line": { count: number; amount: string };
  "batches.ready.make": { currency: string };
  "batches.list.more": { count: number };
  "batches.name": { number: string };
  "batches.row.made": { name: string; moment: string };
  "batches.state.open": { count: number };
  "batches.rows.choose": { line: string; amount: string };
  "batches.rows.open": { line: string; amount: string };
  "batches.rows.to": { where: string; last4: string; initials: string };
  "batches.rows.reference": { reference: string };
  "batches.rows.payment": { id: string };
  "batches.end.paidOn": { day: string; reference: string };
  "batches.end.takenOut": { name: string; moment: string };
  "batches.pay.action": { count: number };
  "batches.out.action": { count: number };
  "batches.answer.paid": { count: number };
  "batches.answer.taken-out": { count: number };
  "batches.answer.failed": { line: string; why: string };
  "batches.receipt.added": { name: string; moment: string };
  "batches.in": { name: string };
}
