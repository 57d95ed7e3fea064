/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface DeskPlaceholders {
  "desk.reports.attempts": { count: number; moment: string };
  "desk.reports.last": { answer: string };
  "desk.reports.more": { count: number };
  "desk.reports.againOf": { what: string; id: string };
  "desk.reports.choose": { what: string; id: string };
  "desk.reports.againAll": { count: number };
  "desk.reports.result.sent": { id: string };
  "desk.reports.result.waiting": { id: string };
  "desk.reports.result.refused": { id: string; why: string };
  "desk.reports.result.nothing": { id: string };
  "desk.webhook.secretSince": { moment: string };
  "desk.webhook.secretOld": { moment: string };
  "desk.channel.sent": { moment: string };
  "desk.channel.problem": { moment: string; problem: string };
  "desk.channel.waiting": { count: number };
  "desk.press.failed": { problem: string };
  "desk.fault.http": { code: string };
  "desk.mail.subject": { store: string; count: number };
  "desk.mail.late.subject": { store: string; count: number };
  "desk.mail.intro": { count: number; store: string };
  "desk.mail.late.intro": { count: number; store: string };
  "desk.mail.since": { moment: string };
  "desk.mail.late.since": { moment: string };
  "desk.mail.refunds.subject": { store: string; count: number };
  "desk.mail.refunds.intro": { count: number; store: string };
  "desk.mail.refund": { amount: string; count: number };
  "desk.mail.test.subject": { store: string };
  "desk.mail.test.body": { store: string };
}
