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
