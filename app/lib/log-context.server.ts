/**
 * What every log line of one request, or of one job, carries besides its own fields: nobody in between has to hand it on.
 * A line's own fields win.
 */
import { AsyncLocalStorage } from "node:async_hooks";

export interface LogContext {
  /** Ours: made when the request came in, answered in `X-Request-Id`. */
  requestId?: string;
  job?: string;
  jobId?: string;
  paymentId?: string;
  codeId?: string;
  noticeId?: string;
  reportId?: string;
  /** Of a request to the admin: the person, by Shopify's number, and their shop; or why nobody was let in. */
  shop?: string;
  userId?: string;
  reason?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Does `work`; whatever it logs, also later, carries `context`. */
export function inLogContext<Answer>(context: LogContext, work: () => Answer): Answer {
  return storage.run(context, work);
}

/** Does `work` for several requests, or for none: what it logs must not carry the id of the one that happened to start it. */
export function outsideLogContext<Answer>(work: () => Answer): Answer {
  return storage.exit(work);
}

/** What a line logged here would carry. */
export function logContext(): LogContext | undefined {
  return storage.getStore();
}

/** What is only learnt on the way: whatever this request, or this job, logs from here on carries it too. Nothing outside of one. */
export function addToLogContext(more: LogContext): void {
  const context = storage.getStore();
  if (context) Object.assign(context, more);
}
