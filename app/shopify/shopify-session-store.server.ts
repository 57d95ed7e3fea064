/**
 * Where Shopify's sessions live: the library's five-method interface over our own table, because the library's
 * Prisma storage keeps tokens in clear. The whole session is sealed; only what is searched by stands beside it.
 */
import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import { z } from "zod";
import type { PrismaClient } from "#app/generated/prisma/client.ts";
import { Secret } from "#app/lib/secret.ts";
import type { SealedPlace, Vault } from "#app/lib/vault.server.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

const sealedEntries = z.array(z.tuple([z.string(), z.union([z.string(), z.number(), z.boolean()])]));

/** The newest session first, at most this many: what the library's own storages promise. */
const SESSIONS_PER_SHOP = 25;

/** More than a shop has people and browsers in a day. */
const MOST_ONLINE = 1_000;

export interface OnlineSessions {
  /** People's sessions of a shop, ended ones included until they are cleared away. */
  findOnlineSessions(shop: ShopDomain): Promise<Session[]>;
}

export function shopifySessionStore(deps: {
  prisma: PrismaClient;
  vault: Vault;
}): SessionStorage & OnlineSessions {
  const { prisma, vault } = deps;

  const open = (row: { shop: string; sealed: string }): Session => openSession(vault, row);

  return {
    async storeSession(session) {
      const row = {
        shop: session.shop,
        isOnline: session.isOnline,
        expires: session.expires ?? null,
        sealed: sealSession(vault, session),
      };
      await prisma.shopifySession.upsert({
        where: { id: session.id },
        create: { id: session.id, ...row },
        // A session from signing in mends whatever was wrong with the one before.
        update: { ...row, mustRefresh: false, refreshLostAt: null, refreshClaimedUntil: null },
      });
      return true;
    },
    async loadSession(id) {
      const row = await prisma.shopifySession.findUnique({ where: { id } });
      return row ? open(row) : undefined;
    },
    async deleteSession(id) {
      await prisma.shopifySession.deleteMany({ where: { id } });
      return true;
    },
    async deleteSessions(ids) {
      await prisma.shopifySession.deleteMany({ where: { id: { in: ids } } });
      return true;
    },
    async findSessionsByShop(shop) {
      const rows = await prisma.shopifySession.findMany({
        where: { shop },
        orderBy: { expires: { sort: "desc", nulls: "first" } },
        take: SESSIONS_PER_SHOP,
      });
      return rows.map(open);
    },
    async findOnlineSessions(shop) {
      const rows = await prisma.shopifySession.findMany({
        where: { shop, isOnline: true },
        take: MOST_ONLINE,
      });
      return rows.map(open);
    },
  };
}

/** The whole session as one sealed text, which differs each time. */
export function sealSession(vault: Vault, session: Session): string {
  return vault.seal(new Secret(JSON.stringify(session.toPropertyArray(true))), place(session.shop));
}

export function openSession(vault: Vault, row: { shop: string; sealed: string }): Session {
  const text = vault.open(row.sealed, place(row.shop)).reveal();
  return Session.fromPropertyArray(sealedEntries.parse(JSON.parse(text)), true);
}

/** The library's name for a shop's offline session (`@shopify/shopify-api` 15, session id utilities). */
export function offlineSessionId(shop: ShopDomain): string {
  return `offline_${shop}`;
}

function place(shop: string): SealedPlace {
  return { shop, field: "shopify-session" };
}
