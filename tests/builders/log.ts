import { createHmac } from "node:crypto";
import { listLog } from "#app/log/list-log.server.ts";
import type { LogEntryView } from "#app/log/log-entry.ts";
import type { ListedEntry, LogKind, LogList, Verdict } from "#app/log/log-list.ts";
import { seeLogEntry } from "#app/log/see-log-entry.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { TestWorld } from "../setup/world.ts";
import { shopIdOf } from "./person.ts";
import type { Shop } from "./shop.ts";

export function noticeBody(cip: string, more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    eventType: "cip.paid",
    operationNumber: "1253",
    data: { cip, currency: "PEN", amount: 125 },
    ...more,
  });
}

export function signed(body: string, key: string): string {
  return createHmac("sha256", key).update(body).digest("hex");
}

/** What somebody sends to a shop's notice URL; answers the status. */
export async function postNotice(shop: Shop, body: string, signature: string | null): Promise<number> {
  const answer = await fetch(shop.noticeUrl, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(signature !== null && { "PE-Signature": signature }),
    },
    body,
  });
  await answer.arrayBuffer();
  return answer.status;
}

export async function logOf(world: TestWorld, shop: Pick<Shop, "domain">, query = ""): Promise<LogList> {
  const shopId = await shopIdOf(world, shop.domain);
  return listLog(world.system.deps, { shopId, query: new URLSearchParams(query) });
}

/** The newest entry of this verdict and kind: entries are written a moment after the answer. */
export async function entryWith(
  world: TestWorld,
  shop: Pick<Shop, "domain">,
  wanted: { query?: string; verdict?: Verdict; kind?: LogKind },
): Promise<ListedEntry> {
  const { query = "", verdict, kind } = wanted;
  return world.until(`an entry of the log: ${verdict ?? "any"}, ${kind ?? "any"}`, async () => {
    const { rows } = await logOf(world, shop, query);
    return rows.find((row) => (verdict ?? row.verdict) === row.verdict && (kind ?? row.kind) === row.kind);
  });
}

export async function seeEntry(
  world: TestWorld,
  shop: Pick<Shop, "domain">,
  entry: { id: string },
): Promise<LogEntryView> {
  const shopId = await shopIdOf(world, shop.domain);
  const view = await seeLogEntry(world.system.deps, { shopId, entryId: entry.id });
  invariant(view, "the shop has the entry");
  return view;
}
