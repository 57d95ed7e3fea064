/** The desk's settings: who is told of cases and when, and trying it out. */
import { randomBytes } from "node:crypto";
import { newId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { Secret } from "#app/lib/secret.ts";
import type { AlertDeps } from "#app/cases/alert-deps.server.ts";
import { beginTestAlert } from "#app/cases/alert-store.server.ts";
import { ALERT_SECRET_FIELD, attemptAlert } from "#app/cases/deliver-alerts.server.ts";
import {
  loadAlertSettings,
  loadChannel,
  type AlertSettings,
} from "#app/cases/desk-settings-queries.server.ts";
import { storeAlertSecret, storeDeskSettings } from "#app/cases/desk-settings-store.server.ts";
import {
  parseDeskForm,
  type AlertChannel,
  type DeskAnswer,
  type DeskPress,
  type DeskSettings,
  type DeskSettingsView,
} from "#app/cases/desk-settings.ts";
import { versionOf } from "#app/merchants/settings-answer.ts";

export interface Actor {
  shopId: string;
  /** Shopify's id of the person. */
  userId: string;
}

export async function readDeskSettings(deps: AlertDeps, shopId: string): Promise<DeskSettingsView> {
  const [stored, email, webhook] = await Promise.all([
    load(deps, shopId),
    loadChannel(deps.db, { shopId, channel: "email" }),
    loadChannel(deps.db, { shopId, channel: "webhook" }),
  ]);
  const { oldSecretUntil } = stored;
  const isOldGood = oldSecretUntil !== null && oldSecretUntil > deps.clock.now();
  return {
    version: stored.version,
    settings: settingsOf(stored),
    rules: deps.webhookRules,
    canMail: deps.mailer !== null,
    secret: stored.secretMadeAt && {
      madeAt: stored.secretMadeAt.toISOString(),
      oldUntil: isOldGood ? oldSecretUntil.toISOString() : null,
    },
    channels: { email, webhook },
  };
}

/** Saves what was typed. `fields` holds the version read. */
export async function saveDeskSettings(
  deps: AlertDeps,
  actor: Actor,
  fields: Readonly<Record<string, string>>,
): Promise<DeskAnswer> {
  const version = versionOf(fields);
  const stored = await load(deps, actor.shopId);
  if (stored.version !== version) return { kind: "conflict" };
  const parsed = parseDeskForm(fields, deps.webhookRules);
  if (parsed.kind === "refused") return parsed;
  const { settings } = parsed;
  const save = { ...actor, at: deps.clock.now(), version, before: settingsOf(stored), settings };
  return { kind: await storeDeskSettings(deps.db, save) };
}

const SECRET_BYTES = 32;
const OLD_SECRET_MS = 24 * 3_600_000;
const SECRETS_APART_MS = 60_000;

/** Makes the secret that signs webhooks, or the next one. It is in the answer, and nowhere that can be read again. */
export async function makeAlertSecret(deps: AlertDeps, actor: Actor): Promise<DeskPress> {
  const { shop } = await load(deps, actor.shopId);
  const at = deps.clock.now();
  const secret = new Secret(`whsec_${randomBytes(SECRET_BYTES).toString("base64")}`);
  const isMade = await storeAlertSecret(deps.db, {
    ...actor,
    at,
    sealed: deps.vault.seal(secret, { shop, field: ALERT_SECRET_FIELD }),
    oldUntil: new Date(at.getTime() + OLD_SECRET_MS),
    notWithinMs: SECRETS_APART_MS,
  });
  if (!isMade) return { kind: "press-refused", reason: "too-soon" };
  return { kind: "secret", secret: secret.reveal() };
}

const TESTS_APART_MS = 10_000;

/** Sends one test by that way, with what is saved, and says what came of it. */
export async function sendTestAlert(
  deps: AlertDeps,
  actor: Actor,
  channel: AlertChannel,
): Promise<DeskPress> {
  const settings = await load(deps, actor.shopId);
  if (!isSetUp(deps, settings, channel)) return { kind: "press-refused", reason: "not-set-up" };
  const id = newId(deps.clock);
  const at = deps.clock.now();
  const alert = await beginTestAlert(deps.db, {
    ...actor,
    ...{ id, channel, at, notWithinMs: TESTS_APART_MS },
  });
  if (!alert) return { kind: "press-refused", reason: "too-soon" };
  return { kind: "tested", channel, problem: await attemptAlert(deps, { settings, channel, alert }) };
}

function isSetUp(deps: AlertDeps, settings: AlertSettings, channel: AlertChannel): boolean {
  if (channel === "email") return deps.mailer !== null && settings.emails.length > 0;
  return settings.webhookUrl !== null && settings.sealedSecret !== null;
}

function settingsOf({ attentionHours, emails, language, webhookUrl }: AlertSettings): DeskSettings {
  return { attentionHours, emails, language, webhookUrl };
}

async function load(deps: AlertDeps, shopId: string): Promise<AlertSettings> {
  const settings = await loadAlertSettings(deps.db, shopId);
  invariant(settings, "the signed-in shop is stored");
  return settings;
}
