/** What may go through more rows than a page shows, while which step is driven, and why. Whatever is not here fails the test of plans. */
interface Exception {
  during: RegExp;
  mayGoThrough: number;
  mayReadWhole?: true;
  why: string;
}

/** The first that fits holds. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    ...{ during: /^the list: (step|channel)=/, mayGoThrough: Infinity, mayReadWhole: true },
    why: "no index has how far a payment came or where it was paid: all of the shop's are asked, and this must become better",
  },
  {
    ...{ during: /^\/app\/(figures|books\/payouts)$/, mayGoThrough: Infinity, mayReadWhole: true },
    why: "it adds up all of a period, or of all settlements",
  },
  {
    ...{ during: /^the list: money=/, mayGoThrough: 20_000 },
    why: "that no more than a few are at this place is known only once everything that was paid was looked at",
  },
  {
    ...{
      during: /^(the list: (?!view=(voided$|review))|\/app$|\/app\/doctor$|\/app\/log\?)/,
      mayGoThrough: 12_000,
    },
    why: "six orders are merged, each with looks into codes, cases and statements; or the days of a month are counted",
  },
];
