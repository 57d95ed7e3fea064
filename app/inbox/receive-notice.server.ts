/**
 * A message reached a notice URL. It is verified over its raw bytes before anything else is done with it, stored
 * once, and acted on by a job: PagoEfectivo waits only for the storing.
 */
import { hash } from "node:crypto";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { newId } from "#app/lib/ids.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import type { Secret } from "#app/lib/secret.ts";
import { job } from "#app/jobs/queue.server.ts";
import { nonceOfProbe, probeAnswer, PROBE_EVENT } from "#app/inbox/probe-notice.ts";
import { askForLookUp, storeNotices, type NewNotice } from "#app/inbox/inbox-store.server.ts";
import type { NoticeKeyCache } from "#app/merchants/notice-key-cache.server.ts";
import type { PagoEfectivoCredentials } from "#app/pagoefectivo/pagoefectivo-client.ts";
import { parseNotice } from "#app/pagoefectivo/notice-message.ts";
import { verifyNoticeSignature } from "#app/pagoefectivo/notice-signature.ts";

export type { NewNotice };

/** `probe`: a rightly signed question of our own, of which nothing is stored; its answer proves that we hold the key. */
export type ReceiveNoticeOutcome =
  | "stored"
  | "known"
  | "bad-signature"
  | "unknown-url"
  | { kind: "probe"; answer: string }
  /** Too many of this account's: nothing was stored. It may be sent again, and the sweep asks for its payment in any case. */
  | { kind: "held-back"; waitMs: number };

/** Takes a turn of an account's, and answers how long it must wait for one; 0: none. */
export type NoticeTurns = Record<"signed" | "unsigned", (setId: string) => number>;

/** A look-up that a repeated or badly signed notice asks for: not at once, so that a flood is one look-up. */
const LOOK_UP_AFTER_MS = 60_000;

/** A notice of a shop of which nothing was stored: for the shop's log. Its body is gone when the log has made its entry. */
export interface UnstoredNotice {
  verdict: "repeated" | "bad-signature";
  setId: string;
  body: Uint8Array;
  signature: string | null;
  at: Date;
  tookMs: number;
}

export interface ReceiveDeps {
  clock: Clock;
  db: Queryable;
  log: Logger;
  keys: NoticeKeyCache;
  /** Resolves when the notice is committed. */
  store: (notice: NewNotice) => Promise<"stored" | "known">;
  /** Those with a wrong signature have turns of their own: whoever knows only the URL cannot keep real notices out. */
  turns?: NoticeTurns;
  /** Takes note of what is not stored, and is back at once: PagoEfectivo waits for the answer. */
  note?: (notice: UnstoredNotice) => void;
}

/** Stores a correctly signed notice once. The database being down throws: PagoEfectivo then tries its second time. */
export async function receiveNotice(
  deps: ReceiveDeps,
  input: { noticeToken: string; body: Uint8Array; signature: string | null },
): Promise<ReceiveNoticeOutcome> {
  const at = deps.clock.now();
  const keys = await deps.keys.held(input.noticeToken);
  if (!keys) return "unknown-url";
  const message = parseNotice(input.body);
  const cip = message.kind === "notice" ? message.cip : null;
  const lookUpLater = async () => {
    if (!cip) return;
    const runAt = new Date(deps.clock.now().getTime() + LOOK_UP_AFTER_MS);
    await askForLookUp(deps.db, {
      setId: keys.setId,
      cip,
      jobFor: (codeId) => job("look-up-code", { codeId }, runAt, `look-up:${codeId}`),
    });
  };

  const note = (verdict: UnstoredNotice["verdict"]) => {
    const { body, signature } = input;
    const tookMs = deps.clock.now().getTime() - at.getTime();
    deps.note?.({ verdict, setId: keys.setId, body, signature, at, tookMs });
  };

  const held = findSigner(input, keys.versions);
  const waitMs = deps.turns?.[held ? "signed" : "unsigned"](keys.setId) ?? 0;
  if (waitMs > 0) return { kind: "held-back", waitMs };
  // Keys are held for some seconds: a rotation must not refuse the first notices that the new key signs.
  const signer = held ?? findSigner(input, (await deps.keys.fresh(input.noticeToken))?.versions ?? []);
  if (signer) {
    const isProbe = message.kind === "notice" && message.eventType === PROBE_EVENT;
    const nonce = isProbe ? nonceOfProbe(input.body) : null;
    if (nonce !== null) return { kind: "probe", answer: probeAnswer(nonce, signer.secretKey) };
    const stored = await deps.store({
      id: newId(deps.clock),
      setId: keys.setId,
      credentialVersionId: signer.credentialVersionId,
      receivedAt: deps.clock.now(),
      body: input.body,
      bodyHash: hash("sha256", input.body, "buffer"),
      signatureForm: signer.form,
      eventType: message.kind === "notice" ? message.eventType : null,
      cip,
    });
    if (stored === "stored") return stored;
    await lookUpLater();
    note("repeated");
    return stored;
  }
  deps.log.warn({ alert: true, reason: "bad-signature" }, "a notice with a wrong signature was refused");
  await lookUpLater();
  note("bad-signature");
  return "bad-signature";
}

/** The keys that signed the body, and whether as it was sent or without its white space. */
function findSigner(
  input: { body: Uint8Array; signature: string | null },
  versions: readonly PagoEfectivoCredentials[],
): { credentialVersionId: string; secretKey: Secret; form: "raw" | "compacted" } | null {
  for (const { credentialVersionId, secretKey } of versions) {
    const form = verifyNoticeSignature(input.body, input.signature, secretKey);
    if (form) return { credentialVersionId, secretKey, form };
  }
  return null;
}

/** Commits verified notices, each once, in one statement with the jobs that act on them. Safe to repeat. */
export function takeNotices(
  deps: { db: Queryable },
  notices: readonly NewNotice[],
): Promise<("stored" | "known")[]> {
  return storeNotices(deps.db, notices);
}
