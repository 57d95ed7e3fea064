/**
 * Writes a shop's connection as a person of it saved it: accounts, their keys, and where they stand with PagoEfectivo. Each
 * save carries the version that its page was read at, changes nothing when somebody was first, and is audited with it.
 */
import type { PrismaClient } from "#app/generated/prisma/client.ts";
import { addJobs, job, jobsParameter, type JobRequest } from "#app/jobs/queue.server.ts";
import type { Clock } from "#app/lib/clock.ts";
import { newId, newSlug } from "#app/lib/ids.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import type { AuditAction } from "#app/merchants/audit-action.ts";
import type { AccountForm, LiveCodes } from "#app/merchants/connect-form.ts";
import type { StoredSet } from "#app/merchants/connect-queries.server.ts";
import { addVersion, type NewCredentials, type Transaction } from "#app/merchants/merchant-store.server.ts";
import { CREDENTIALS_REFUSED } from "#app/merchants/readiness.ts";
import { tellJob } from "#app/merchants/readiness-store.server.ts";
import type { Environment } from "#app/pagoefectivo/pagoefectivo-client.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

export interface ConnectionStoreDeps {
  prisma: PrismaClient;
  vault: Vault;
  clock: Clock;
}

interface Save {
  shop: { id: string; domain: ShopDomain };
  userId: string;
  /** The version that the page was read at. */
  version: number;
}

export type StoreOutcome = "saved" | "conflict";

export interface SetChange extends Save {
  mode: Environment;
  /** The connected set that changes; null for another one. */
  stored: StoredSet | null;
  currencies: readonly Currency[];
  /** Null keeps the current keys. */
  keys: Pick<NewCredentials, "serviceId" | "accessKey" | "secretKey"> | null;
  isTested: boolean;
  liveCodes: LiveCodes | null;
}

/** Saves one account. Its earlier keys are retired, and their codes go on or are voided, as was chosen. */
export async function storeSet(deps: ConnectionStoreDeps, change: SetChange): Promise<StoreOutcome> {
  const { shop, stored, keys, mode } = change;
  const now = deps.clock.now();
  return claimed(deps, change, async (tx) => {
    const setId =
      stored?.id ?? (await newSet(tx, deps, { shopId: shop.id, mode, serviceId: keys?.serviceId }));
    await assign(tx, { shopId: shop.id, mode, setId, currencies: change.currencies });
    let number = stored?.versionNumber ?? 0;
    if (keys) {
      const added = { setId, shop: shop.domain, credentials: keys, now, isTested: change.isTested };
      number = await addVersion(tx, deps, { ...added, savedBy: change.userId });
      if (change.liveCodes === "void")
        await enqueue(tx, [voidCodesJob(setId, number - 1, change.userId, now)]);
      if (mode === "live" && change.isTested) await switchOnAgain(tx, shop.id, now);
    }
    const before =
      stored && factsOf(setId, mode, stored.serviceId, stored.versionNumber, stored.currencies);
    const serviceId = keys?.serviceId ?? stored?.serviceId ?? 0;
    const after = {
      ...factsOf(setId, mode, serviceId, number, change.currencies),
      tested: change.isTested,
      liveCodes: change.liveCodes,
    };
    await audit(tx, change, now, "connection-saved", before, after);
  });
}

/** Disconnects one account; its notice URL and its codes stay served. The last live one takes readiness with it. */
export async function storeRemoval(
  deps: ConnectionStoreDeps,
  removal: Save & { stored: StoredSet; liveCodes: LiveCodes | null },
): Promise<StoreOutcome> {
  const { shop, stored } = removal;
  const { id: setId, mode } = stored;
  const now = deps.clock.now();
  return claimed(deps, removal, async (tx) => {
    await tx.credentialSetCurrency.deleteMany({ where: { setId } });
    await tx.credentialVersion.updateMany({ where: { setId, retiredAt: null }, data: { retiredAt: now } });
    await tx.credentialSet.update({ where: { id: setId }, data: { disconnectedAt: now } });
    if (removal.liveCodes === "void") {
      await enqueue(tx, [voidCodesJob(setId, stored.versionNumber, removal.userId, now)]);
    }
    const left = await tx.credentialSet.findMany({
      where: { shopId: shop.id, disconnectedAt: null },
      select: { mode: true },
    });
    const isServed = mode === "live" ? left.some((set) => set.mode === "live") : left.length > 0;
    if (!isServed) await switchOff(tx, shop.id, now);
    const before = factsOf(setId, mode, stored.serviceId, stored.versionNumber, stored.currencies);
    await audit(tx, removal, now, "connection-removed", before, { setId, liveCodes: removal.liveCodes });
  });
}

/** Saves where the merchant stands with PagoEfectivo. */
export async function storeAccount(
  deps: ConnectionStoreDeps,
  save: Save & { account: AccountForm },
): Promise<StoreOutcome> {
  const now = deps.clock.now();
  const { state, note } = save.account;
  return claimed(deps, save, async (tx) => {
    const before = await tx.shop.findUniqueOrThrow({
      where: { id: save.shop.id },
      select: { accountState: true, accountNote: true },
    });
    const after = { accountState: state, accountNote: note };
    await tx.shop.update({ where: { id: save.shop.id }, data: after });
    await audit(tx, save, now, "account-state-saved", before, after);
  });
}

/** Does the work if nobody has saved since; the raised version keeps other saves of the shop waiting meanwhile. */
function claimed(
  deps: ConnectionStoreDeps,
  save: Save,
  work: (tx: Transaction) => Promise<void>,
): Promise<StoreOutcome> {
  return deps.prisma.$transaction(async (tx) => {
    const raised = await tx.shop.updateMany({
      where: { id: save.shop.id, connectionVersion: save.version },
      data: { connectionVersion: { increment: 1 } },
    });
    if (raised.count === 0) return "conflict";
    await work(tx);
    return "saved";
  });
}

/** A set of its own; or the disconnected one of the same service, whose notice URL PagoEfectivo already knows. */
async function newSet(
  tx: Transaction,
  deps: ConnectionStoreDeps,
  input: { shopId: string; mode: Environment; serviceId: number | undefined },
): Promise<string> {
  const { shopId, mode } = input;
  const former = await tx.credentialSet.findMany({
    where: { shopId, mode, disconnectedAt: { not: null } },
    include: { versions: { orderBy: { number: "desc" }, take: 1 } },
    orderBy: { disconnectedAt: "desc" },
  });
  const same = former.find((set) => set.versions[0]?.serviceId === input.serviceId);
  if (same) return same.id;
  const created = await tx.credentialSet.create({
    data: { id: newId(deps.clock), shopId, mode, noticeToken: newSlug(), createdAt: deps.clock.now() },
  });
  return created.id;
}

async function assign(
  tx: Transaction,
  input: { shopId: string; mode: Environment; setId: string; currencies: readonly Currency[] },
): Promise<void> {
  const { shopId, mode, setId } = input;
  await tx.credentialSetCurrency.deleteMany({ where: { setId } });
  await tx.credentialSetCurrency.createMany({
    data: input.currencies.map((currency) => ({ shopId, mode, currency, setId })),
  });
}

/** Keys that work again are what a shop was waiting for that a machine had switched off. */
async function switchOnAgain(tx: Transaction, shopId: string, now: Date): Promise<void> {
  const switched = await tx.shop.updateMany({
    where: { id: shopId, switchedOffReason: CREDENTIALS_REFUSED },
    data: { ready: true, switchedOffReason: null },
  });
  if (switched.count > 0) await enqueue(tx, [tellJob(shopId, now)]);
}

async function switchOff(tx: Transaction, shopId: string, now: Date): Promise<void> {
  const switched = await tx.shop.updateMany({
    where: { id: shopId, OR: [{ ready: true }, { switchedOffReason: { not: null } }] },
    data: { ready: false, switchedOffReason: null },
  });
  if (switched.count > 0) await enqueue(tx, [tellJob(shopId, now)]);
}

/** Codes of keys up to this number, so that those made with the next ones meanwhile are left alone. */
function voidCodesJob(setId: string, upTo: number, userId: string, runAt: Date): JobRequest {
  return job("void-codes-of-set", { setId, upTo: String(upTo), userId }, runAt, `void-set:${setId}`);
}

async function enqueue(tx: Transaction, jobs: readonly JobRequest[]): Promise<void> {
  const text = `with asked as (select 1), jobs as (${addJobs("$1", "asked")}) select count(*)::int from jobs`;
  await tx.$queryRawUnsafe(text, jobsParameter(jobs));
}

function factsOf(
  setId: string,
  mode: Environment,
  serviceId: number,
  keys: number,
  currencies: readonly Currency[],
) {
  return { setId, mode, serviceId, keys, currencies: [...currencies] };
}

async function audit(
  tx: Transaction,
  by: Save,
  at: Date,
  action: AuditAction,
  before: object | null,
  after: object,
): Promise<void> {
  const entry = { shopId: by.shop.id, userId: by.userId, at, action, after };
  await tx.auditEntry.create({ data: before === null ? entry : { ...entry, before } });
}
