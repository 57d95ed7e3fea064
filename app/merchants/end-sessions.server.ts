/** Who is signed in to a shop's admin, and the end of it by somebody else's hand. */
import { personOf } from "#app/merchants/record-sign-in.server.ts";
import type { ShopifySessions } from "#app/shopify/offline-token.server.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

export interface EndSessionsDeps {
  sessions: Pick<ShopifySessions, "findOnlineSessions" | "deleteSessions">;
}

/** The open sessions of one person of a shop, or of all (`userId` null). Whose a session is, only its sealed part says. */
export async function findSignedIn(
  deps: EndSessionsDeps,
  of: { shop: ShopDomain; userId: string | null },
): Promise<{ sessionId: string; userId: string }[]> {
  const sessions = await deps.sessions.findOnlineSessions(of.shop);
  return sessions.flatMap((session) => {
    const person = personOf(session);
    if (!person || (of.userId !== null && person.id !== of.userId)) return [];
    return [{ sessionId: session.id, userId: person.id }];
  });
}

/** Their next request is a stranger's. */
export async function endSessions(deps: EndSessionsDeps, sessionIds: readonly string[]): Promise<void> {
  await deps.sessions.deleteSessions([...sessionIds]);
}
