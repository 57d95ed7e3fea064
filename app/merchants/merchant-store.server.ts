/**
 * The only writer of shops and their credentials. Secrets arrive wrapped and are sealed before they are written.
 */
import type { Prisma, PrismaClient } from "#app/generated/prisma/client.ts";
import type { Clock } from "#app/lib/clock.ts";
import { newId, newSlug } from "#app/lib/ids.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { Secret } from "#app/lib/secret.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import type { Environment } from "#app/pagoefectivo/pagoefectivo-client.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

export interface NewCredentials {
  mode: Environment;
  serviceId: number;
  accessKey: Secret;
  secretKey: Secret;
  currencies: readonly Currency[];
}

export interface SavedSet {
  mode: Environment;
  currencies: readonly Currency[];
  /** The secret part of the notice URL that PagoEfectivo must be given. */
  noticeToken: string;
}

export interface MerchantStoreDeps {
  prisma: PrismaClient;
  vault: Vault;
  clock: Clock;
}

/**
 * Installs a shop, or finds it again, with these credentials as the current ones of each mode. Keys that a mode had
 * before are retired, not removed: codes made with them are still looked up with them. All or nothing.
 */
export async function saveShop(
  deps: MerchantStoreDeps,
  input: { shop: ShopDomain; displayName: string; credentials: readonly NewCredentials[] },
): Promise<SavedSet[]> {
  const now = deps.clock.now();
  return deps.prisma.$transaction(async (tx) => {
    const shop = await tx.shop.upsert({
      where: { domain: input.shop },
      create: {
        id: newId(deps.clock),
        domain: input.shop,
        displayName: input.displayName,
        installedAt: now,
        ready: true,
      },
      update: {
        displayName: input.displayName,
        uninstalledAt: null,
        // What was triggered before, such as a late app/uninstalled, is about an earlier installation.
        installedAt: now,
        ready: true,
        switchedOffReason: null,
        // A page that was open meanwhile must not save over this.
        connectionVersion: { increment: 1 },
      },
    });
    const saved: SavedSet[] = [];
    for (const credentials of input.credentials) {
      const set = await setFor(tx, deps.clock, shop.id, credentials);
      await addVersion(tx, deps, { setId: set.id, shop: input.shop, credentials, now, isTested: true });
      saved.push({
        mode: credentials.mode,
        currencies: credentials.currencies,
        noticeToken: set.noticeToken,
      });
    }
    return saved;
  });
}

export type Transaction = Prisma.TransactionClient;

/** The set that holds the first of these currencies in this mode, with all of them assigned to it. */
async function setFor(
  tx: Transaction,
  clock: Clock,
  shopId: string,
  credentials: NewCredentials,
): Promise<{ id: string; noticeToken: string }> {
  const { mode, currencies } = credentials;
  const holder = await tx.credentialSetCurrency.findFirst({
    where: { shopId, mode, currency: { in: [...currencies] } },
    include: { set: true },
  });
  const set =
    holder?.set ??
    (await tx.credentialSet.create({
      data: { id: newId(clock), shopId, mode, noticeToken: newSlug(), createdAt: clock.now() },
    }));
  for (const currency of currencies) {
    await tx.credentialSetCurrency.upsert({
      where: { shopId_mode_currency: { shopId, mode, currency } },
      create: { shopId, mode, currency, setId: set.id },
      update: { setId: set.id },
    });
  }
  return set;
}

/** Makes these the current keys of the set, and answers their number. Those before are retired, and serve their codes on. */
export async function addVersion(
  tx: Transaction,
  deps: { vault: Vault; clock: Clock },
  input: {
    setId: string;
    shop: ShopDomain;
    credentials: Pick<NewCredentials, "serviceId" | "accessKey" | "secretKey">;
    now: Date;
    isTested: boolean;
    savedBy?: string;
  },
): Promise<number> {
  const { setId, shop, credentials, now } = input;
  const last = await tx.credentialVersion.findFirst({ where: { setId }, orderBy: { number: "desc" } });
  await tx.credentialVersion.updateMany({ where: { setId, retiredAt: null }, data: { retiredAt: now } });
  const number = (last?.number ?? 0) + 1;
  await tx.credentialVersion.create({
    data: {
      id: newId(deps.clock),
      setId,
      number,
      serviceId: credentials.serviceId,
      sealedAccessKey: deps.vault.seal(credentials.accessKey, { shop, field: "access-key" }),
      sealedSecretKey: deps.vault.seal(credentials.secretKey, { shop, field: "secret-key" }),
      createdAt: now,
      createdBy: input.savedBy ?? null,
    },
  });
  await tx.credentialSet.update({
    where: { id: setId },
    data: {
      disconnectedAt: null,
      verifiedAt: input.isTested ? now : null,
      refusedSince: null,
      refusedAt: null,
    },
  });
  return number;
}
