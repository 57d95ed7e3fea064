/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface HomePlaceholders {
  "home.setup.progress": { done: string; total: string };
  "home.figures.paidValue": { paid: string; percent: string };
  "home.duration.minutes": { minutes: string };
  "home.duration.hours": { hours: string; minutes: string };
  "home.duration.days": { days: string; hours: string };
  "home.chart.description": { from: string; to: string; created: number; paid: number };
  "home.attention.refunds": { count: number };
  "home.attention.books": { count: number; days: string };
  "home.attention.late": { count: number; hours: number };
  "home.attention.cases": { count: number };
  "home.attention.held": { amount: string };
  "home.attention.reports": { count: number };
  "home.attention.disconnected": { count: number };
  "home.attention.unanswered": { moment: string };
  "home.latest.cip": { cip: string };
}
