/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface ListPlaceholders {
  "list.filter.channelHelp": { sign: string };
  "list.applied.between": { from: string; to: string };
  "list.applied.from": { from: string };
  "list.applied.to": { to: string };
  "list.applied.amountBetween": { min: string; max: string };
  "list.applied.min": { min: string };
  "list.applied.max": { max: string };
  "list.applied.hour": { hours: string };
  "list.applied.channel": { channel: string };
  "list.row.expires": { moment: string };
  "list.row.expired": { moment: string };
  "list.row.paid": { moment: string };
  "list.row.cip": { cip: string };
  "list.row.select": { id: string };
  "list.count.exact": { count: number };
  "list.count.more": { count: number };
  "list.export.some": { count: number };
  "list.export.whole": { count: number };
  "list.export.more": { count: number };
  "list.void.title": { count: number };
  "list.void.total": { count: number; total: string };
  "list.void.action": { count: number };
  "list.result.checked": { count: number };
  "list.result.skipped": { count: number };
  "list.result.voided": { count: number };
  "list.result.waiting": { count: number };
  "list.result.other": { count: number };
}
