/**
 * Tries keys at PagoEfectivo without a CIP: one authorization, then a search for a CIP that nobody has. Both go past the
 * token cache, because a held token would go on working for two hours after its keys were changed.
 */
import { clockOffsetMs } from "#app/lib/date-header.ts";
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import type { OutboundAnswer } from "#app/lib/outbound-http.server.ts";
import { parseEnvelope, readAuthorization } from "./cip-answers.ts";
import type { Authorization } from "./cip-answers.ts";
import {
  NOBODYS_CIP,
  send,
  sendAuthorization,
  type PagoEfectivoClientDeps,
} from "./pagoefectivo-calls.server.ts";
import type { Probe, ProbedCall, ProbedCredentials } from "./pagoefectivo-client.ts";

/** What `probe` of `PagoEfectivoClient` promises. */
export async function probeKeys(
  deps: PagoEfectivoClientDeps,
  credentials: ProbedCredentials,
  limits: { timeoutMs: number },
): Promise<Probe> {
  const startedMs = deps.clock.now().getTime();
  const asked = await timed(deps, () => sendAuthorization(deps, credentials, limits));
  const answeredAt = deps.clock.now();
  if (asked.answer === null) {
    return { authorization: noAnswer(asked), clockOffsetMs: null, search: null };
  }
  const granted = readGrant(asked.answer);
  const authorization = { ...granted.call, ms: asked.ms };
  const offsetMs = clockOffsetMs(asked.answer.headers, { from: new Date(startedMs), to: answeredAt });
  if (granted.authorization === null) return { authorization, clockOffsetMs: offsetMs, search: null };

  const { token } = granted.authorization;
  const timeoutMs = Math.max(1, limits.timeoutMs - (answeredAt.getTime() - startedMs));
  const call = {
    operation: "search-cips",
    method: "POST",
    path: "/v1/cips/search",
    body: { data: [{ cip: NOBODYS_CIP }] },
    timeoutMs,
  } as const;
  const searched = await timed(deps, () => send(deps, credentials, call, token));
  const search =
    searched.answer === null ? noAnswer(searched) : { ...readSearch(searched.answer), ms: searched.ms };
  return { authorization, clockOffsetMs: offsetMs, search };
}

interface Timed {
  answer: OutboundAnswer | null;
  ms: number;
  reason: string | null;
}

async function timed(deps: PagoEfectivoClientDeps, request: () => Promise<OutboundAnswer>): Promise<Timed> {
  const startedMs = deps.clock.now().getTime();
  const passedMs = () => Math.max(0, deps.clock.now().getTime() - startedMs);
  try {
    return { answer: await request(), ms: passedMs(), reason: null };
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    return { answer: null, ms: passedMs(), reason: error.reason };
  }
}

function noAnswer({ ms, reason }: Timed): ProbedCall {
  return { verdict: "failed", ms, reason };
}

type Verdict = Omit<ProbedCall, "ms">;

function readGrant(answer: OutboundAnswer): { call: Verdict; authorization: Authorization | null } {
  const { status } = answer;
  if (status === 400 || status === 401) {
    return { call: { verdict: "refused", reason: `http-${status}` }, authorization: null };
  }
  const envelope = status === 200 || status === 201 ? parseEnvelope(answer.text) : null;
  const authorization = envelope?.code === 100 ? readAuthorization(envelope.data) : null;
  const call: Verdict = authorization
    ? { verdict: "accepted", reason: null }
    : { verdict: "unclear", reason: `http-${status}` };
  return { call, authorization };
}

function readSearch(answer: OutboundAnswer): Verdict {
  const { status } = answer;
  if (status === 400 || status === 401) return { verdict: "refused", reason: `http-${status}` };
  const isGood = status === 200 && parseEnvelope(answer.text)?.code === 100;
  return isGood ? { verdict: "accepted", reason: null } : { verdict: "unclear", reason: `http-${status}` };
}
