/** Refusals of Shopify's sessions are noted in the log of the shop that they are of; the answer does not wait for that. */
import { refusal, type MachineAnswer } from "#app/doors/machine-door.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { MessageLog } from "#app/log/message-log.server.ts";
import type { RefusedSession } from "#app/log/new-entry.server.ts";

export interface RefusalNotes {
  clock?: Clock;
  messageLog?: Pick<MessageLog, "noteSession">;
}

/** What of a session says which one it is. */
interface Named {
  id: string;
  /** Of a refund: its payment. */
  paymentId?: string;
}

/** `refusal`, for a session of a shop. Call it when the session begins to be read: what it takes is counted from then. */
export function notingRefusals(
  { clock, messageLog }: RefusalNotes,
  of: Pick<RefusedSession, "kind" | "shop">,
) {
  const at = clock?.now();
  return (status: number, code: string, message: string, session?: Named): MachineAnswer => {
    if (clock && at && messageLog) {
      messageLog.noteSession({
        ...of,
        ...{ at, status, reason: code, problem: message },
        tookMs: Math.max(0, clock.now().getTime() - at.getTime()),
        sessionId: session?.id ?? null,
        paymentSessionId: session?.paymentId ?? null,
      });
    }
    return refusal(status, code, message);
  };
}
