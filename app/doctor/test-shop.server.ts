/**
 * *Test now*: asks PagoEfectivo about the shop's keys, sends a probe to each of its notice URLs through our public address, and says what
 * came of it. No code is made and no notice stored. PagoEfectivo's word on the keys counts like any other use of them.
 */
import { askOwnAddress, probeNotices } from "#app/doctor/ask-ourselves.server.ts";
import type { ShopDoctorDeps } from "#app/doctor/doctor-deps.server.ts";
import { findAccounts, type AccountRow } from "#app/doctor/doctor-queries.server.ts";
import { seeShopHealth } from "#app/doctor/see-shop-health.server.ts";
import type { ShopTested } from "#app/doctor/judge-shop.ts";
import type { ShopHealth } from "#app/doctor/shop-words.ts";
import { fewAtOnce } from "#app/doctor/visit.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { takeTurn } from "#app/limits/limit-store.server.ts";
import { noteKeys } from "#app/merchants/check-refused-keys.server.ts";
import { credentialsOfVersion } from "#app/merchants/credential-queries.server.ts";

/** PagoEfectivo publishes no limit; a stuck finger must not lock the merchant's account there. */
const TURNS = { capacity: 2, refillMs: 60_000 };
const MOST_ACCOUNTS = 20;
const KEYS_TIMEOUT_MS = 10_000;

export type TestShopDeps = ShopDoctorDeps & { log: Logger };
/** `limited`: the shop has had its tests of this time; nothing was asked. */
export type TestShopAnswer = { kind: "limited" } | { kind: "examined"; health: ShopHealth };

export async function testShop(deps: TestShopDeps, shopId: string): Promise<TestShopAnswer> {
  const { db, clock } = deps;
  const turn = await takeTurn(db, { key: `doctor:${shopId}`, at: clock.now(), ...TURNS });
  if (!turn.isAllowed) return { kind: "limited" };
  const accounts = await findAccounts(db, { shopId, most: MOST_ACCOUNTS });
  const keys = await fewAtOnce(accounts, (account) => tryKeys(deps, account));
  const probed = await fewAtOnce(accounts, ({ noticeToken }) => probeNotices(deps, noticeToken));
  const sent = probed.flatMap((one) => (one === null ? [] : [one]));
  const address = await askOwnAddress(deps);
  const tested: ShopTested = {
    keys,
    probesArrived: sent.length === 0 ? null : sent.every(({ kind }) => kind === "proved"),
    addressAnswers: address.kind === "answered" && address.isOurs,
  };
  return { kind: "examined", health: await seeShopHealth(deps, shopId, tested) };
}

/** What PagoEfectivo grants or refuses is written down with the account, where the page reads it; the rest is said once. */
async function tryKeys(
  deps: TestShopDeps,
  { mode, versionId }: AccountRow,
): Promise<ShopTested["keys"][number]> {
  const credentials = await credentialsOfVersion(deps.db, deps.vault, versionId);
  const { authorization, search } = await deps.pagoefectivo.probe(credentials, {
    timeoutMs: KEYS_TIMEOUT_MS,
  });
  const { verdict } = authorization;
  if (verdict === "accepted" || verdict === "refused") await noteKeys(deps, versionId, verdict);
  const last = (search ?? authorization).verdict;
  if (last === "failed") return { mode, verdict: "silent" };
  return { mode, verdict: last === "accepted" || verdict === "refused" ? "answered" : "unclear" };
}
