/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface CasesPlaceholders {
  "cases.row.held": { amount: string };
  "cases.row.age": { age: string };
  "cases.row.closed": { moment: string };
  "cases.row.owner": { name: string };
  "cases.row.times": { count: number };
  "cases.row.payment": { id: string };
  "cases.ageValue": { moment: string; age: string };
  "cases.close.money": { amount: string };
  "cases.history.handed": { name: string };
  "cases.history.acted": { act: string };
  "cases.history.closed": { ending: string };
  "cases.history.machine": { ending: string };
  "cases.moved.closed": { name: string; ending: string };
  "cases.moved.closedByMachine": { ending: string };
}
