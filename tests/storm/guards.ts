/** Guards of the money, and how each is taken away: a storm that does not notice proves nothing. */
export interface Guard {
  name: string;
  file: string;
  /** Stands once in the file. */
  guard: string;
  without: string;
}

export const GUARDS: readonly Guard[] = [
  {
    name: "an empty answer proves nothing",
    file: "app/payments/ask-pagoefectivo.server.ts",
    guard: 'notKnown("empty-item")',
    without: '({ kind: "proved-expired", findings: {}, detail: {} } as const)',
  },
  {
    name: "every code is asked about on a plan",
    file: "app/payments/ask-plan.ts",
    guard: "if (code.cip === null) return null;",
    without: "if (code.cip === null || after.getTime() > 0) return null;",
  },
  {
    name: "who finds a code being issued says that its outcome is unknown",
    file: "app/payments/issue-code.server.ts",
    guard: 'if (last?.state === "issuing") {',
    without: 'if (last?.state === "issuing" && found.version < 0) {',
  },
  {
    name: "money of a checkout that is paid goes to a person",
    file: "app/payments/ask-pagoefectivo.server.ts",
    guard: "groupResolved: payment.groupResolved,",
    without: "groupResolved: false,",
  },
  {
    name: "a decision is stored only at the version that it was made from",
    file: "app/payments/payment-store.server.ts",
    guard: "where id = $1 and version = $2 returning id, shop_id",
    without: "where id = $1 and $2::int >= 0 returning id, shop_id",
  },
];
