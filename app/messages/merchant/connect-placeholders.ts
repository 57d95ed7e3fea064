/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface ConnectPlaceholders {
  "connect.copy.label": { what: string };
  "connect.set.title": { serviceId: string };
  "connect.refused.body": { since: string };
  "connect.fact.currencies": { currencies: string };
  "connect.fact.accessKey": { last4: string };
  "connect.fact.saved": { moment: string };
  "connect.fact.savedBy": { moment: string; name: string };
  "connect.fact.verified": { moment: string };
  "connect.secret.set": { last4: string };
  "connect.test.ok": { ms: string };
  "connect.test.failed": { step: string };
  "connect.test.when": { mode: string; moment: string };
  "connect.test.ms": { ms: string };
  "connect.fix.clock-off": { s: string };
  "connect.liveCodes.count": { n: number };
  "connect.remove.title": { serviceId: string };
  "connect.remove.action": { serviceId: string };
  "connect.remove.confirm": { serviceId: string };
  "connect.activate.account": { account: string };
  "connect.activate.told.ready": { moment: string };
  "connect.activate.told.notReady": { moment: string };
}
