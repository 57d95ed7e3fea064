/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface LogPlaceholders {
  "log.health.dayValue": { good: string; bad: string };
  "log.health.waitingSince": { moment: string };
  "log.silence.title": { moment: string };
  "log.silence.payable": { count: number };
  "log.silence.without": { count: number };
  "log.home": { moment: string };
  "log.mail.subject": { store: string };
  "log.mail.intro": { store: string };
  "log.mail.since": { moment: string };
  "log.row.payment": { id: string };
  "log.row.attempts": { count: number };
  "log.row.ms": { ms: string };
  "log.row.times": { count: number };
  "log.row.open": { what: string; verdict: string; moment: string };
  "log.keep.option": { days: string };
  "log.cause.keys": { serviceId: string; mode: string };
  "log.attempts.waited": { wait: string };
  "log.attempts.seconds": { seconds: string };
}
