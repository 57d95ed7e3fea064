import { randomBytes } from "node:crypto";
import { invariant } from "#app/lib/invariant.ts";
import type { Fields } from "#app/merchants/connect-form.ts";
import { Secret } from "#app/lib/secret.ts";
import { connectShop } from "#app/merchants/connect-shop.server.ts";
import { readConnection } from "#app/merchants/connect-queries.server.ts";
import type { ConnectAnswer, ConnectionView, SetView } from "#app/merchants/connection-view.ts";
import { saveConnection } from "#app/merchants/save-connection.server.ts";
import { testConnection, type Actor } from "#app/merchants/test-connection.server.ts";
import type { Environment } from "#app/pagoefectivo/pagoefectivo-client.ts";
import type { TestWorld } from "../setup/world.ts";
import { connectNewShop, type Shop } from "./shop.ts";

/** Stands in every key, so that one search finds any that leaks. */
export const KEY_CANARY = "canary7b1e";

export interface Keys {
  accessKey: string;
  secretKey: string;
}

/** Keys of the lengths that PagoEfectivo issues. */
export function newKeys(): Keys {
  const random = (bytes: number) => randomBytes(bytes).toString("hex");
  return { accessKey: `${KEY_CANARY}${random(5)}`, secretKey: `${KEY_CANARY}${random(15)}` };
}

/** An account as a form sends it. */
export function asFields(account: Keys & { serviceId: number }): Record<string, string> {
  const { serviceId, accessKey, secretKey } = account;
  return { serviceId: String(serviceId), accessKey, secretKey };
}

let lastServiceId = 7000;

/** A service that PagoEfectivo has issued and nobody has connected yet. */
export function newService(world: TestWorld, mode: Environment = "live"): Keys & { serviceId: number } {
  const service = { serviceId: (lastServiceId += 1), ...newKeys() };
  world.pagoefectivo.register({ ...service, environment: mode, codeService: "TDX", notifyUrl: null });
  return service;
}

/** A second service of a shop, in its other mode. */
export async function addService(
  world: TestWorld,
  shop: Shop,
  mode: Environment,
): Promise<Keys & { serviceId: number }> {
  const { deps } = world.system;
  const service = newService(world, mode);
  const { serviceId } = service;
  const [accessKey, secretKey] = [new Secret(service.accessKey), new Secret(service.secretKey)];
  const outcome = await connectShop(
    { ...deps, prisma: deps.database.prisma },
    {
      ...{ shop: shop.domain, displayName: "Tienda", accessToken: new Secret("shpat_of_the_test") },
      credentials: [{ mode, serviceId, accessKey, secretKey, currencies: ["PEN"] }],
    },
  );
  invariant(outcome.kind === "connected", "the simulated PagoEfectivo accepts the keys it was given");
  return service;
}

/** PagoEfectivo gives a service other keys. */
export function changeKeysAtPagoEfectivo(world: TestWorld, shop: Shop, mode: Environment = "live"): Keys {
  const keys = newKeys();
  world.pagoefectivo.register({
    serviceId: shop.serviceId,
    environment: mode,
    codeService: "TDX",
    notifyUrl: shop.noticeUrl,
    ...keys,
  });
  return keys;
}

/** A connected shop and a person of it. */
export async function connectedMerchant(
  world: TestWorld,
  input: Parameters<typeof connectNewShop>[1] = {},
): Promise<{ shop: Shop; actor: Actor }> {
  const shop = await connectNewShop(world, input);
  const [row] = await world.rows<{ id: string }>("select id from shops where domain = $1", [shop.domain]);
  invariant(row, "the shop is stored");
  return { shop, actor: { shop: { id: row.id, domain: shop.domain }, userId: "42" } };
}

export function connectionOf(world: TestWorld, actor: Actor): Promise<ConnectionView> {
  return readConnection(world.system.deps, actor.shop);
}

export async function setOf(world: TestWorld, actor: Actor, mode: Environment = "live"): Promise<SetView> {
  const { sets } = await connectionOf(world, actor);
  const found = sets.find((set) => set.mode === mode);
  invariant(found, "the account is connected");
  return found;
}

/** Saves the form of an account at the version that it has now, unless another one is given. */
export async function save(
  world: TestWorld,
  actor: Actor,
  fields: Fields,
  to: { mode?: Environment; setId?: string | null; version?: number } = {},
): Promise<ConnectAnswer> {
  const version = to.version ?? (await connectionOf(world, actor)).version;
  const { mode = "live", setId = null } = to;
  const all = { currencies: "PEN,USD", ...fields };
  return saveConnection(world.system.deps, actor, { version, fields: all, mode, setId });
}

export function test(
  world: TestWorld,
  actor: Actor,
  fields: Fields,
  to: { mode?: Environment; setId?: string | null } = {},
): Promise<ConnectAnswer> {
  const { mode = "live", setId = null } = to;
  return testConnection(world.system.deps, actor, { mode, setId, fields });
}

/** The step that failed and its fix. */
export function failure(answer: ConnectAnswer): string | null {
  if (answer.kind !== "tested" && answer.kind !== "test-failed") return null;
  const step = answer.report.steps.find(({ state }) => state === "failed");
  return step ? `${step.step}: ${step.fix ?? ""}` : null;
}
