/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface FiguresPlaceholders {
  "figures.period": { days: string };
  "figures.ofCurrency": { currency: string; count: number };
  "figures.toggle": { what: string; title: string };
  "figures.share": { count: string; percent: string };
  "figures.between": { from: string; to: string };
  "figures.orMore": { from: string };
  "figures.lessThan": { to: string };
  "figures.hours": { count: number };
  "figures.mostPaid": { title: string; part: string; paid: number };
  "figures.nonePaid": { title: string };
  "figures.funnel.description": {
    started: number;
    issued: string;
    seen: string;
    kept: string;
    paid: string;
  };
  "figures.times.of": { count: number };
  "figures.times.unmeasured": { count: string };
  "figures.times.description": { median: string; p90: string };
  "figures.values.description": { paid: string; expired: string };
}
