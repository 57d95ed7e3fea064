/**
 * Tells merchants of cases, and of refunds that wait: makes what is due each minute, and sends it, by e-mail all together and to the merchant's machine one by
 * one. Whatever stops in between is found again by the next minute; what was sent and not recorded is sent once more.
 */
import { Webhook } from "standardwebhooks";
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import { job } from "#app/jobs/queue.server.ts";
import type { AlertDeps } from "#app/cases/alert-deps.server.ts";
import { alertMail } from "#app/cases/alert-mail.server.ts";
import { alertPayload } from "#app/cases/alert-payload.ts";
import { nextAlertAttempt } from "#app/cases/alert-schedule.ts";
import {
  claimAlerts,
  enqueueAlerts,
  findShopsToAlert,
  raiseAlerts,
  raiseReminders,
  raiseSilence,
  recordAlerts,
  type AlertResult,
  type ClaimedAlert,
} from "#app/cases/alert-store.server.ts";
import { loadAlertSettings, type AlertSettings } from "#app/cases/desk-settings-queries.server.ts";
import { mayPostTo, type AlertChannel } from "#app/cases/desk-settings.ts";

/** In one e-mail; and to a merchant's machine in one run. */
const AT_ONCE = 50;
const WEBHOOK_TIMEOUT_MS = 10_000;
/** One run ends before its claims do, however slow the other side is. */
const RUN_LASTS_MS = 60_000;

/** The minute's job: alerts for what nobody was told of, and a job for each shop that has some due. */
export async function raiseAllAlerts(deps: AlertDeps): Promise<void> {
  const now = deps.clock.now();
  const input = { now, canMail: deps.mailer !== null };
  await raiseAlerts(deps.db, input);
  await raiseReminders(deps.db, input);
  const shops = await findShopsToAlert(deps.db, now);
  if (shops.length === 0) return;
  await enqueueAlerts(
    deps.db,
    shops.map((shopId) => job("deliver-alerts", { shopId }, now, `alerts:${shopId}`)),
  );
}

/** Tells a shop that PagoEfectivo's notices stay away since then, once; the minute's job sends it. */
export async function alertOfSilence(
  deps: Pick<AlertDeps, "clock" | "db" | "mailer">,
  silence: { shopId: string; since: Date },
): Promise<void> {
  await raiseSilence(deps.db, { ...silence, now: deps.clock.now(), canMail: deps.mailer !== null });
}

/** Sends what is due to one shop. A merchant's slow machine keeps nobody else waiting. */
export async function deliverAlerts(deps: AlertDeps, shopId: string): Promise<void> {
  const settings = await loadAlertSettings(deps.db, shopId);
  if (!settings) return;
  await deliverMail(deps, settings);
  const endsAt = deps.clock.now().getTime() + RUN_LASTS_MS;
  for (let sent = 0; sent < AT_ONCE && deps.clock.now().getTime() < endsAt; sent += 1) {
    const [alert] = await claim(deps, { settings, channel: "webhook", limit: 1 });
    if (!alert) return;
    const problem = alert.isOver ? null : await postAlert(deps, settings, alert);
    await record(deps, [alert], problem);
    // The next minute tries the next one: a machine that is down is not asked fifty times.
    if (problem !== null) return;
  }
}

async function deliverMail(deps: AlertDeps, settings: AlertSettings): Promise<void> {
  const alerts = await claim(deps, { settings, channel: "email", limit: AT_ONCE });
  const news = alerts.filter(({ isOver }) => !isOver);
  const problem = news.length === 0 ? null : await mailAlerts(deps, settings, news);
  await record(deps, alerts, problem);
}

function claim(
  deps: AlertDeps,
  input: { settings: AlertSettings; channel: AlertChannel; limit: number },
): Promise<ClaimedAlert[]> {
  const { settings, channel, limit } = input;
  const now = deps.clock.now();
  return claimAlerts(deps.db, { shopId: settings.shopId, channel, now, limit });
}

async function record(
  deps: AlertDeps,
  alerts: readonly ClaimedAlert[],
  problem: string | null,
): Promise<void> {
  if (alerts.length === 0) return;
  const at = deps.clock.now();
  await recordAlerts(deps.db, { at, results: alerts.map((alert) => resultOf(alert, problem, at)) });
}

/** Addresses that were partly refused count as reached, and the problem is shown. */
function resultOf(alert: ClaimedAlert, problem: string | null, at: Date): AlertResult {
  const { id, claimedAt } = alert;
  if (alert.isOver) return { id, claimedAt, state: "dropped", nextAttemptAt: at, problem: null };
  if (problem === null || problem === SOME_REFUSED)
    return { id, claimedAt, state: "sent", nextAttemptAt: at, problem };
  const next = alert.occasion === "test" ? null : nextAlertAttempt(alert, at);
  return { id, claimedAt, state: next ? "due" : "failed", nextAttemptAt: next ?? at, problem };
}

const SOME_REFUSED = "some-refused";

/** One attempt of an alert by either way: null when it arrived, else why not, in a word. Records it. */
export async function attemptAlert(
  deps: AlertDeps,
  input: { settings: AlertSettings; channel: AlertChannel; alert: ClaimedAlert },
): Promise<string | null> {
  const { settings, channel, alert } = input;
  const problem =
    channel === "email"
      ? await mailAlerts(deps, settings, [alert])
      : await postAlert(deps, settings, alert);
  await record(deps, [alert], problem);
  return problem;
}

async function mailAlerts(
  deps: AlertDeps,
  settings: AlertSettings,
  alerts: readonly ClaimedAlert[],
): Promise<string | null> {
  const [first] = alerts;
  if (!deps.mailer || settings.emails.length === 0 || !first) return "not-set-up";
  const told = alerts.map((alert) => ({ ...alert, url: pageOf(deps, settings, alert) }));
  const { language, storeName, emails } = settings;
  const { subject, text } = alertMail({ language, storeName, told });
  try {
    const outcome = await deps.mailer.send({ id: first.id, to: emails, subject, text });
    return outcome === "sent" ? null : SOME_REFUSED;
  } catch (error) {
    return reasonOf(deps, settings, error);
  }
}

/** Where a person works on it. */
function pageOf(deps: AlertDeps, { shop }: AlertSettings, alert: ClaimedAlert): string {
  const { about, refund, silentSince } = alert;
  if (silentSince) return deps.adminAddress(shop, "/app/log");
  if (refund) return deps.adminAddress(shop, `/app/refunds/${refund.refundId}`);
  return deps.adminAddress(shop, about ? `/app/cases/${about.caseId}` : "/app/cases");
}

/** Signed by Standard Webhooks 1.0 (standardwebhooks.com, read 2026-11-29); during a rotation with both secrets. */
async function postAlert(
  deps: AlertDeps,
  settings: AlertSettings,
  alert: ClaimedAlert,
): Promise<string | null> {
  const { webhookUrl, shop } = settings;
  const now = deps.clock.now();
  const secrets = secretsOf(deps, settings, now);
  if (webhookUrl === null || secrets.length === 0) return "not-set-up";
  const url = new URL(webhookUrl);
  if (!mayPostTo(url, deps.webhookRules)) return "address-refused";
  const desk = pageOf(deps, settings, alert);
  const body = JSON.stringify(alertPayload({ ...alert, shop, desk }));
  const id = `msg_${alert.id}`;
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, now, body));
  try {
    const answer = await deps.toMerchants.request({
      ...{ service: "merchant", operation: "alert", method: "POST", url, body, connection: "fresh" },
      timeoutMs: WEBHOOK_TIMEOUT_MS,
      headers: {
        "content-type": "application/json",
        "user-agent": "Ventanilla",
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
        "webhook-signature": signatures.join(" "),
      },
    });
    return isTaken(answer.status) ? null : `http-${answer.status}`;
  } catch (error) {
    // Whatever the rest of its answer was: it said that it has it.
    if (isExternalCallError(error) && error.httpStatus !== null && isTaken(error.httpStatus)) return null;
    return reasonOf(deps, settings, error);
  }
}

function secretsOf(deps: AlertDeps, settings: AlertSettings, now: Date): string[] {
  const { sealedSecret, sealedOldSecret, oldSecretUntil, shop } = settings;
  const isOldGood = oldSecretUntil !== null && oldSecretUntil > now;
  return [sealedSecret, isOldGood ? sealedOldSecret : null].flatMap((sealed) =>
    sealed === null ? [] : [deps.vault.open(sealed, { shop, field: ALERT_SECRET_FIELD }).reveal()],
  );
}

/** Where the vault binds the secret to. */
export const ALERT_SECRET_FIELD = "alert-webhook-secret";

const isTaken = (status: number) => status >= 200 && status < 300;

function reasonOf(deps: AlertDeps, settings: AlertSettings, error: unknown): string {
  if (!isExternalCallError(error)) throw error;
  const { service, operation, reason } = error;
  deps.log.warn({ shop: settings.shop, service, operation, reason }, "an alert did not arrive");
  return reason;
}
