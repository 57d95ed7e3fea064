/** Asks our own public address, as a stranger would: whether the app is there, and whether a notice would arrive. */
import { z } from "zod";
import type { AddressFacts } from "#app/doctor/judge-doors.ts";
import type { Probed } from "#app/doctor/judge-shops.ts";
import type { ShopDoctorDeps } from "#app/doctor/doctor-deps.server.ts";
import { isProbeAnswer, probeBody } from "#app/inbox/probe-notice.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import { newSlug } from "#app/lib/ids.server.ts";
import type { OutboundAnswer } from "#app/lib/outbound-http.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { noticeKeys } from "#app/merchants/credential-queries.server.ts";
import { signNotice } from "#app/pagoefectivo/notice-signature.ts";

type OwnAddress = Pick<ShopDoctorDeps, "ownAddress" | "publicOrigin">;

const healthy = z.object({ ok: z.literal(true) });
const probed = z.object({ probe: z.string() });

export async function askOwnAddress(deps: OwnAddress): Promise<AddressFacts> {
  const asked = await ask(deps, { operation: "health", path: "/healthz" });
  if (asked.kind === "failed") return asked;
  const { status, text } = asked.answer;
  return { kind: "answered", status, isOurs: status === 200 && healthy.safeParse(parsed(text)).success };
}

/**
 * Sends a probe to the door of one notice URL, signed as PagoEfectivo signs. Nothing is stored by it (probe-notice.ts). Null where
 * the URL is not known any more or its keys are wiped.
 */
export async function probeNotices(
  deps: OwnAddress & { db: Queryable; vault: Vault },
  noticeToken: string,
): Promise<Probed | null> {
  const keys = await noticeKeys(deps.db, deps.vault, noticeToken);
  const secretKey = keys?.versions[0]?.secretKey;
  if (!secretKey) return null;
  const nonce = newSlug();
  const body = probeBody(nonce);
  const asked = await ask(deps, {
    operation: "probe",
    path: `/pagoefectivo/notices/${noticeToken}`,
    sent: { body, signature: signNotice(body, secretKey) },
  });
  if (asked.kind === "failed") return { kind: "lost", reason: asked.reason };
  const { status, text } = asked.answer;
  if (status === 401) return { kind: "spoilt" };
  if (status !== 200) return { kind: "blocked", status };
  const answer = probed.safeParse(parsed(text)).data?.probe;
  return { kind: isProbeAnswer(answer, nonce, secretKey) ? "proved" : "false" };
}

type Asked = { kind: "answered"; answer: OutboundAnswer } | { kind: "failed"; reason: string };

async function ask(
  deps: OwnAddress,
  question: { operation: string; path: string; sent?: { body: string; signature: string } },
): Promise<Asked> {
  const { operation, path, sent } = question;
  const url = new URL(path, deps.publicOrigin);
  const headers: Record<string, string> = sent
    ? { "content-type": "application/json; charset=utf-8", "PE-Signature": sent.signature }
    : {};
  try {
    const answer = await deps.ownAddress.request({
      ...{ service: "self", operation, url, headers },
      method: sent ? "POST" : "GET",
      ...(sent && { body: sent.body }),
    });
    return { kind: "answered", answer };
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    return { kind: "failed", reason: error.reason };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // A page of somebody else's, say.
  }
}
