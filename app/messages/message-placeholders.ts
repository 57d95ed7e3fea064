/**
 * The placeholders of each message that has any. TypeScript cannot read them out of the JSON catalogue
 * (imported JSON texts are typed `string`), so they are stated here and a test compares both sides for
 * every language.
 */
export const MESSAGE_PLACEHOLDERS = {
  "voucher.documentTitle": ["status", "store"],
  "voucher.purchase": ["store"],
  "voucher.code.spoken": ["digits"],
  "voucher.deadline.left": ["relative"],
  "voucher.deadline.local": ["date"],
  "voucher.waiting.title": ["store"],
  "voucher.open.body": ["store"],
  "voucher.slow.body": ["store"],
  "voucher.pending.body": ["store"],
  "voucher.app.step2": ["currency"],
  "voucher.agent.step3": ["amount"],
  "voucher.keep.text": ["store", "amount", "cip", "date"],
  "voucher.keep.testText": ["store", "amount", "cip", "date"],
  "voucher.printed": ["date"],
  "voucher.provider": ["host"],
  "voucher.actors": ["store"],
  "voucher.help": ["store"],
  "voucher.support.help": ["store"],
  "voucher.support.whatsapp": ["number"],
  "voucher.support.phone": ["number"],
  "voucher.support.email": ["address"],
  "voucher.paid.confirmed": ["store"],
  "voucher.paid.unconfirmed": ["store"],
  "voucher.expired.code": ["lastDigits"],
  "voucher.expired.paidAnyway": ["store"],
  "voucher.voided.paidAnyway": ["store"],
  "voucher.review.body": ["store"],
  "voucher.error.amount-outside-limits.body": ["amount"],
  "voucher.error.merchant-account.title": ["store"],
  "refund.privacy": ["store"],
  "refund.help": ["store"],
} as const;
