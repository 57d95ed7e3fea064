/**
 * Does what Shopify asks for in a person's or a merchant's name: hands over what is kept, or removes it. Payments that something can
 * still happen to are waited for, because whoever gives money back must reach its owner; at the due date nothing is waited for.
 */
import { forgetCloseNotes, forgetCloseWords } from "#app/books/forget-close-words.server.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { assertNever } from "#app/lib/invariant.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { eraseShop } from "#app/merchants/erase-shop.server.ts";
import { shopLeft } from "#app/merchants/shop-leaves.server.ts";
import {
  findPaymentsOf,
  forgetPayer,
  forgetPayersOfShop,
  type Removed,
} from "#app/payments/payer-contact.server.ts";
import { loadForExport } from "#app/payments/payer-export-queries.server.ts";
import { recognise, type Contact } from "#app/privacy/person.ts";
import { exportRefunds } from "#app/refunds/refund-export.server.ts";
import { wipeDestinationsOf, wipeDestinationsOfShop } from "#app/refunds/wipe-destinations.server.ts";
import { buildExport } from "#app/privacy/privacy-export.ts";
import { openSubject, personOfExport, sealExport, workJob } from "#app/privacy/privacy-request.server.ts";
import {
  dropExports,
  findExports,
  loadRequest,
  writeProgress,
  type PrivacyRequest,
} from "#app/privacy/privacy-store.server.ts";

export interface PrivacyDeps {
  clock: Clock;
  db: Queryable;
  log: Logger;
  vault: Vault;
}

const DAY_MS = 86_400_000;

/** An export is another copy of what is kept: it goes when the merchant has had time to pass it on. */
const EXPORT_KEPT_MS = 60 * DAY_MS;

/** What one run achieved. `outcome` null: some payments must still be waited for. */
interface Worked {
  outcome: "done" | "unknown-shop" | "shop-returned" | null;
  payments: number;
  sealedExport?: string;
}
type Known = PrivacyRequest & { shopId: string };

/** The job: does what can be done today, and asks again tomorrow for the rest. Repeating it changes nothing. */
export async function workPrivacyRequest(deps: PrivacyDeps, requestId: string): Promise<void> {
  const request = await loadRequest(deps.db, requestId);
  if (!request) return;
  const now = deps.clock.now();
  if (request.doneAt) {
    const isOld = now.getTime() - request.doneAt.getTime() >= EXPORT_KEPT_MS;
    return isOld ? dropExports(deps.db, [requestId]) : undefined;
  }
  const { outcome, payments, sealedExport = null } = await work(deps, request);
  const nextAt = new Date(now.getTime() + (outcome === null ? DAY_MS : EXPORT_KEPT_MS));
  const isOver = outcome !== null && sealedExport === null;
  await writeProgress(deps.db, {
    requestId,
    payments,
    end: outcome && { at: now, outcome, sealedExport },
    jobs: isOver ? [] : [workJob(requestId, nextAt)],
  });
  deps.log.info(
    { requestId, shop: request.shop, kind: request.topic, outcome: outcome ?? "waits" },
    `a privacy request was worked on: ${payments} payments`,
  );
}

async function work(deps: PrivacyDeps, request: PrivacyRequest): Promise<Worked> {
  const { shopId, topic } = request;
  if (shopId === null) return { outcome: "unknown-shop", payments: 0 };
  const known = { ...request, shopId };
  switch (topic) {
    case "customers/data_request":
      return handOver(deps, known);
    case "customers/redact":
      return forgetPerson(deps, known);
    case "shop/redact":
      return forgetShop(deps, known);
    default:
      return assertNever(topic);
  }
}

async function handOver(deps: PrivacyDeps, request: Known): Promise<Worked> {
  const person = subjectOf(deps, request);
  const ids = await paymentsOf(deps, request, person);
  const payments = await loadForExport(deps.db, ids);
  const refunds = await exportRefunds(deps, { shop: request.shop, paymentIds: ids });
  const document = buildExport({ shop: request.shop, at: deps.clock.now(), person, payments, refunds });
  const sealedExport = sealExport(deps.vault, request.shop, document);
  return { outcome: "done", payments: payments.length, sealedExport };
}

async function forgetPerson(deps: PrivacyDeps, request: Known): Promise<Worked> {
  const person = subjectOf(deps, request);
  const paymentIds = await paymentsOf(deps, request, person);
  const exports = await findExports(deps.db, request.shop);
  const isTheirs = recognise(person);
  const theirs = exports.filter((one) =>
    isTheirs(personOfExport(deps.vault, request.shop, one.sealedExport)),
  );
  await dropExports(
    deps.db,
    theirs.map((one) => one.id),
  );
  await wipeDestinationsOf(deps, paymentIds);
  await forgetCloseNotes(deps, paymentIds);
  const removed = await forgetPayer(deps.db, { paymentIds, mayWait: mayWait(deps, request) });
  return afterRemoval(removed);
}

/** What was asked before the shop's last install is about an earlier one, whose data the shop has found again. */
async function forgetShop(deps: PrivacyDeps, request: Known): Promise<Worked> {
  const { shopId, shop, triggeredAt, installedAt, uninstalledAt, receivedAt } = request;
  if (installedAt !== null && installedAt > triggeredAt) return { outcome: "shop-returned", payments: 0 };
  // It comes 48 hours after the app was removed: that webhook was lost.
  if (uninstalledAt === null) await shopLeft(deps, { shopId, at: triggeredAt });
  await wipeDestinationsOfShop(deps, { shopId, receivedUntil: receivedAt });
  const removed = await forgetPayersOfShop(deps.db, {
    shopId,
    receivedUntil: receivedAt,
    mayWait: mayWait(deps, request),
  });
  const worked = afterRemoval(removed);
  if (worked.outcome !== "done") return worked;
  const exports = await findExports(deps.db, shop);
  await dropExports(
    deps.db,
    exports.map((one) => one.id),
  );
  await forgetCloseWords(deps, shopId);
  const isErased = await eraseShop(deps, { shopId, triggeredAt });
  return isErased ? worked : { ...worked, outcome: "shop-returned" };
}

function afterRemoval({ removed, waiting }: Removed): Worked {
  return { outcome: waiting === 0 ? "done" : null, payments: removed };
}

function mayWait(deps: PrivacyDeps, request: PrivacyRequest): boolean {
  return deps.clock.now() < request.dueAt;
}

/** Only payments that were there when the request came: whoever buys again afterwards gives a new contact. */
function paymentsOf(deps: PrivacyDeps, request: Known, person: Contact): Promise<string[]> {
  const { shopId, receivedAt } = request;
  return findPaymentsOf(deps.db, { shopId, receivedUntil: receivedAt, isTheirs: recognise(person) });
}

function subjectOf(deps: PrivacyDeps, request: PrivacyRequest): Contact {
  const { sealedSubject, shop } = request;
  return sealedSubject === null
    ? { email: null, phone: null }
    : openSubject(deps.vault, shop, sealedSubject);
}
