/** What people of the shops do: with payments, with the app, and with their keys at PagoEfectivo. */
import { randomUUID } from "node:crypto";
import { assertNever, invariant } from "#app/lib/invariant.ts";
import { readConnection } from "#app/merchants/connect-queries.server.ts";
import { saveConnection } from "#app/merchants/save-connection.server.ts";
import { receiveUninstalled } from "#app/merchants/shop-leaves.server.ts";
import {
  checkNow,
  extendByMerchant,
  sendAgain,
  voidByMerchant,
  type ActInput,
  type ActOutcome,
} from "#app/payments/merchant-acts.server.ts";
import type { ActKind, MerchantEvent } from "./events.ts";
import type { Machine } from "./machine.ts";
import type { Scene } from "./scene.ts";
import { loseRefreshToken, newKeys, signIn } from "./storm-shops.ts";
import type { StormShop } from "./world.ts";

const SECOND_MS = 1_000;
const USER = "4711";
/** As often a merchant presses *Save* who has the right keys. */
const PRESSES = 40;

export function actAsMerchant(scene: Scene, event: MerchantEvent): void {
  switch (event.kind) {
    case "void":
    case "extend":
    case "check":
    case "send-again":
      scene.atWeb(event.kind, (web) => actOnPayment(scene, web, event));
      return;
    case "end-order":
      scene.outside(event.kind, async () => endOrder(scene, event));
      return;
    case "uninstall":
      scene.outside(event.kind, () => uninstall(scene, event));
      return;
    case "reinstall":
      scene.outside(event.kind, () => reinstall(scene, scene.shop(event.shop)));
      return;
    case "sign-in":
      scene.outside(event.kind, () => signInAgain(scene, scene.shop(event.shop)));
      return;
    case "lose-refresh-token":
      scene.outside(event.kind, () =>
        scene.world.stage.overNetwork(() => loseRefreshToken(scene.world, scene.shop(event.shop))),
      );
      return;
    case "change-keys":
      scene.outside(event.kind, () => changeKeys(scene, scene.shop(event.shop)));
      return;
    default:
      assertNever(event);
  }
}

async function actOnPayment(
  scene: Scene,
  { deps }: Machine,
  event: { kind: ActKind; checkout: number; attempt: number },
): Promise<void> {
  const { plan, sessions, group } = scene.checkout(event.checkout);
  const shop = scene.shop(plan.shop);
  const [row] = await scene.world.rows<{ id: string; latest: Date | null }>(
    `select p.id, p.pending_expires_at - (select min(grace_minutes) from codes where payment_id = p.id)
       * interval '1 minute' as latest
     from payments p
     where shop_id = $1 and session_group = $2 and case when $3 then told = 'pending' else session_id = $4 end`,
    [shop.id, group, event.kind === "extend", sessions.get(event.attempt) ?? ""],
  );
  if (!row) return;
  const input = { shopId: shop.id, paymentId: row.id, userId: USER };
  const expiresAt = row.latest ?? scene.world.clock.now();
  const outcome = await act(deps, event.kind, { ...input, expiresAt });
  const why = outcome.kind === "refused" ? ` ${outcome.reason}` : "";
  scene.world.count(`merchant ${event.kind}: ${outcome.kind}${why}`);
}

function act(
  deps: Machine["deps"],
  kind: ActKind,
  input: ActInput & { expiresAt: Date },
): Promise<ActOutcome> {
  switch (kind) {
    case "void":
      return voidByMerchant(deps, input);
    case "check":
      return checkNow(deps, input);
    case "send-again":
      return sendAgain(deps, input);
    case "extend":
      return extendByMerchant(deps, input);
    default:
      return assertNever(kind);
  }
}

function endOrder(scene: Scene, event: Extract<MerchantEvent, { kind: "end-order" }>): void {
  const { shopify } = scene.world;
  const sessions = [...scene.checkout(event.checkout).sessions.values()];
  const order = shopify.orders().find(({ paymentIds }) => paymentIds.some((id) => sessions.includes(id)));
  if (order && shopify.endOrderOtherwise(order.id, event.how)) scene.world.count(`order ${event.how}`);
}

async function uninstall(
  scene: Scene,
  event: Extract<MerchantEvent, { kind: "uninstall" }>,
): Promise<void> {
  const { shopify, clock } = scene.world;
  const { domain: shop } = scene.shop(event.shop);
  await shopify.uninstallApp(shop);
  scene.world.count("uninstalled");
  const delivery = {
    topic: "app/uninstalled",
    shop,
    webhookId: randomUUID(),
    triggeredAt: clock.now(),
  } as const;
  for (let sent = 0; sent < event.deliveries; sent += 1) {
    scene.atWeb("uninstalled", ({ deps }) => receiveUninstalled(deps, delivery));
    // The last one may come after the shop has installed the app again.
    await scene.pause(sent === 0 ? SECOND_MS : 3_600_000);
  }
}

async function reinstall(scene: Scene, shop: StormShop): Promise<void> {
  scene.world.shopify.installApp(shop.domain);
  await scene.world.stage.overNetwork(() => signIn(scene.world, shop));
  scene.world.count("reinstalled");
}

async function signInAgain(scene: Scene, shop: StormShop): Promise<void> {
  const { shopify, stage } = scene.world;
  const isInstalled = shopify.installations().some((one) => one.shop === shop.domain);
  if (isInstalled) await stage.overNetwork(() => signIn(scene.world, shop));
}

/** PagoEfectivo gives the live service other keys, and every shop that has it saves them some time later. */
async function changeKeys(scene: Scene, shop: StormShop): Promise<void> {
  const { pagoefectivo, shops, webOrigin } = scene.world;
  const serviceId = shop.serviceIds.live;
  const keys = newKeys();
  const notifyUrl = `${webOrigin}/pagoefectivo/notices/${shop.noticeTokens.live}`;
  pagoefectivo.register({ serviceId, environment: "live", codeService: "TDX", notifyUrl, ...keys });
  pagoefectivo.revokeTokens(serviceId);
  scene.world.count("keys changed");
  for (const one of shops.filter(({ serviceIds }) => serviceIds.live === serviceId)) {
    await scene.pause(60 * SECOND_MS);
    one.keys.live = keys;
    await saveKeys(scene, one);
  }
}

async function saveKeys(scene: Scene, shop: StormShop): Promise<void> {
  const { calm, stage } = scene.world;
  for (let press = 0; press < PRESSES; press += 1) {
    const { sets, version } = await readConnection(calm, shop);
    const set = sets.find(({ mode }) => mode === "live");
    invariant(set, "the live account is connected");
    const fields = { serviceId: String(shop.serviceIds.live), currencies: "PEN,USD", ...shop.keys.live };
    const input = { version, mode: "live" as const, setId: set.id, fields };
    const answer = await stage.overNetwork(() => saveConnection(calm, { shop, userId: USER }, input));
    if (answer.kind === "saved") return;
    await scene.pause(300 * SECOND_MS);
  }
  throw new Error("the merchant could not save keys that PagoEfectivo accepts");
}
