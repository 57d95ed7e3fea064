/**
 * Where Shopify's sessions live: the library's five-method interface over our own table, because the library's
 * Prisma storage keeps tokens in clear. The whole session is sealed; only what is searched by stands beside it.
 */
import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import { z } from "zod";
import type { PrismaClient } from "#app/generated/prisma/client.ts";
import { Secret } from "#app/lib/secret.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

const sealedEntries = z.array(z.tuple([z.string(), z.union([z.string(), z.number(), z.boolean()])]));

/** The newest session first, at most this many: what the library's own storages promise. */
const SESSIONS_PER_SHOP = 25;

export function shopifySessionStore(deps: { prisma: PrismaClient; vault: Vault }): SessionStorage {
  const { prisma, vault } = deps;

  const open = (row: { shop: string; sealed: string }): Session => {
    const text = vault.open(row.sealed, place(row.shop)).reveal();
    return Session.fromPropertyArray(sealedEntries.parse(JSON.parse(text)), true);
  };

  return {
    async storeSession(session) {
      const text = JSON.stringify(session.toPropertyArray(true));
      const row = {
        shop: session.shop,
        isOnline: session.isOnline,
        expires: session.expires ?? null,
        sealed: vault.seal(new Secret(text), place(session.shop)),
      };
      await prisma.shopifySession.upsert({
        where: { id: session.id },
        create: { id: session.id, ...row },
        update: row,
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
  };
}

/** The token for work without a person, or null when the shop has none. */
export async function offlineToken(sessions: SessionStorage, shop: ShopDomain): Promise<Secret | null> {
  const session = await sessions.loadSession(offlineSessionId(shop));
  return session?.accessToken ? new Secret(session.accessToken) : null;
}

/** The library's name for a shop's offline session (`@shopify/shopify-api` 15, session id utilities). */
export function offlineSessionId(shop: ShopDomain): string {
  return `offline_${shop}`;
}

function place(shop: string): { shop: string; field: string } {
  return { shop, field: "shopify-session" };
}
