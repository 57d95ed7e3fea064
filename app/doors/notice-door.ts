/**
 * `POST /pagoefectivo/notices/:setToken`: PagoEfectivo says that something happened (Integración API CIP v1.1 §5, read
 * 2026-11-22). It tries twice at most, so that only our own failure is answered with an error that asks for it.
 */
import { readBody, receivedHeaders } from "#app/doors/door-answers.ts";
import { answerJson, bodyTooLarge, type MachineDoor } from "#app/doors/machine-door.ts";
import { assertNever } from "#app/lib/invariant.ts";
import { machineTurns, sendLater } from "#app/doors/machine-turns.ts";
import { groupCommit, type GroupCommit } from "#app/doors/group-commit.server.ts";
import type { FloodConfig } from "#app/lib/flood-config.ts";
import {
  receiveNotice,
  takeNotices,
  type NewNotice,
  type NoticeTurns,
  type ReceiveNoticeOutcome,
} from "#app/inbox/receive-notice.server.ts";
import type { MessageLog } from "#app/log/message-log.server.ts";
import { createNoticeKeyCache } from "#app/merchants/notice-key-cache.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";

const MAX_BYTES = 64 * 1024;

const INBOX_LIMITS = { maxBatch: 200, maxWaiting: 2_000, besideFrom: 16 };

export type NoticeInbox = GroupCommit<NewNotice, "stored" | "known">;

/** One per process: concurrent notices are stored in one statement. */
export function createNoticeInbox(deps: Pick<PaymentDeps, "db">): NoticeInbox {
  return groupCommit({ ...INBOX_LIMITS, flush: (notices) => takeNotices(deps, notices) });
}

type NoticeDeps = Pick<PaymentDeps, "clock" | "db" | "vault" | "log"> & {
  messageLog?: Pick<MessageLog, "noteNotice">;
  /** Takes note of what became of a message here. */
  onNotice?: (verdict: NoticeVerdict) => void;
  /** Without them nobody is held back. */
  turns?: NoticeTurns;
};

type NoticeVerdict = Extract<ReceiveNoticeOutcome, string> | "probe" | "held-back" | "too-large";

export function noticeTurns(
  deps: Pick<NoticeDeps, "clock" | "log">,
  limits: FloodConfig["machines"],
): NoticeTurns {
  return {
    signed: machineTurns(deps, "notices", limits.noticesPerAccount),
    unsigned: machineTurns(deps, "bad-notices", limits.badNoticesPerAccount),
  };
}

export function noticeDoor(deps: NoticeDeps, inbox: NoticeInbox): MachineDoor {
  const keys = createNoticeKeyCache(deps);
  const { messageLog, onNotice } = deps;
  const receiving = {
    ...deps,
    keys,
    store: (notice: NewNotice) => inbox.submit(notice),
    ...(messageLog && { note: messageLog.noteNotice }),
  };
  return async (received) => {
    const body = await readBody(received, MAX_BYTES);
    if (!body) {
      onNotice?.("too-large");
      return bodyTooLarge(MAX_BYTES);
    }
    const outcome = await receiveNotice(receiving, {
      noticeToken: received.named,
      body,
      signature: receivedHeaders(received).get("PE-Signature"),
    });
    onNotice?.(typeof outcome === "object" ? outcome.kind : outcome);
    if (typeof outcome === "object")
      return outcome.kind === "probe" ? answerJson({ probe: outcome.answer }) : sendLater(outcome.waitMs);
    switch (outcome) {
      case "stored":
      case "known":
        return answerJson({});
      // No body: an answer that explains a refusal is a tool for whoever forges.
      case "bad-signature":
        return { status: 401, body: null };
      case "unknown-url":
        return { status: 404, body: null };
      default:
        return assertNever(outcome);
    }
  };
}
