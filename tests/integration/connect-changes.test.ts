import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { removeConnection } from "#app/merchants/save-connection.server.ts";
import {
  asFields,
  changeKeysAtPagoEfectivo,
  connectedMerchant,
  connectionOf,
  newKeys,
  newService,
  save,
  setOf,
} from "../builders/merchant-connection.ts";
import { casesOf, codesOf, paymentRow, sessionState, withCode } from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("connect changes");

describe("changing keys", () => {
  it("goes on verifying notices signed with the old ones, and makes new codes with the new ones", async () => {
    const { actor, shop } = await connectedMerchant(world());
    const old = await withCode(world(), { shop: shop.domain });
    const keys = changeKeysAtPagoEfectivo(world(), shop);
    const { id, noticeUrl } = await setOf(world(), actor);
    expect(
      await save(world(), actor, { serviceId: String(shop.serviceId), ...keys }, { setId: id }),
    ).toMatchObject({
      kind: "saved",
    });

    expect((await setOf(world(), actor)).noticeUrl).toBe(noticeUrl);
    const answers = [];
    for (const secretKey of [shop.secretKey, keys.secretKey, newKeys().secretKey]) {
      answers.push(await postNotice(noticeUrl, old.cip, secretKey));
    }
    expect(answers).toEqual([200, 200, 401]);
    const fresh = await withCode(world(), { shop: shop.domain });
    const versions = await world().rows<{ number: number }>(
      "select v.number from codes c join credential_versions v on v.id = c.credential_version_id where c.id = any($1) order by 1",
      [[old.codeId, fresh.codeId]],
    );
    expect(versions.map((version) => version.number)).toEqual([1, 2]);
  });

  // PagoEfectivo accepts the old keys no longer: asked with them, nobody would ever learn that the code was paid.
  it("still finds the money of codes made with the old ones, which PagoEfectivo has replaced", async () => {
    const { actor, shop } = await connectedMerchant(world());
    const old = await withCode(world(), { shop: shop.domain });
    const keys = changeKeysAtPagoEfectivo(world(), shop);
    world().pagoefectivo.revokeTokens(shop.serviceId);
    const { id } = await setOf(world(), actor);
    await save(world(), actor, { serviceId: String(shop.serviceId), ...keys }, { setId: id });

    await world().pagoefectivo.pay(old.cip);

    await world().until("the order to be paid", () => sessionState(world(), old) === "resolved");
    expect(await casesOf(world(), old)).toEqual([]);
  });

  it("asks what becomes of live codes before the service changes, and lets them finish by default", async () => {
    const { actor, shop } = await connectedMerchant(world());
    const payment = await withCode(world(), { shop: shop.domain });
    const { id } = await setOf(world(), actor);
    const other = newService(world());

    expect(await save(world(), actor, asFields(other), { setId: id })).toEqual({
      kind: "asks",
      liveCodes: 1,
    });
    expect((await setOf(world(), actor)).serviceId).toBe(shop.serviceId);
    expect(
      await save(world(), actor, { ...asFields(other), liveCodes: "finish" }, { setId: id }),
    ).toMatchObject({ kind: "saved" });

    await world().pagoefectivo.pay(payment.cip);
    await world().run("look-up-code", { codeId: payment.codeId });
    expect((await paymentRow(world(), payment)).told).toBe("resolved");
  });

  it("voids them when asked to, with the old keys and in the person's name", async () => {
    const { actor, shop } = await connectedMerchant(world());
    const payment = await withCode(world(), { shop: shop.domain });
    const { id } = await setOf(world(), actor);

    await save(world(), actor, { ...asFields(newService(world())), liveCodes: "void" }, { setId: id });

    await world().until(
      "the payment to end",
      async () => (await paymentRow(world(), payment)).told === "released",
    );
    expect((await codesOf(world(), payment))[0]?.state).toBe("voided");
    const acts = await world().rows<{ action: string; user_id: string }>(
      "select action, user_id from audit_log where payment_id = $1",
      [payment.paymentId],
    );
    expect(acts[0]).toEqual({ action: "payment-voided", user_id: "42" });
  });
});

describe("disconnecting", () => {
  it("wants the service id typed in live, and a word about codes that can still be paid", async () => {
    const { actor, shop } = await connectedMerchant(world());
    await withCode(world(), { shop: shop.domain });
    const { version, sets } = await connectionOf(world(), actor);
    const remove = (fields: Record<string, string>) =>
      removeConnection(world().system.deps, actor, { version, fields, setId: sets[0]?.id ?? null });

    expect(await remove({})).toEqual({ kind: "refused", problems: { confirm: "connect.problem.confirm" } });
    const confirm = String(shop.serviceId);
    expect(await remove({ confirm })).toEqual({ kind: "asks", liveCodes: 1 });
    expect(await remove({ confirm, liveCodes: "finish" })).toEqual({ kind: "saved", what: "removed" });
    expect((await connectionOf(world(), actor)).sets).toEqual([]);
  });

  it("goes on taking notices for its codes, and gives the same service its old address back", async () => {
    const { actor, shop } = await connectedMerchant(world());
    const payment = await withCode(world(), { shop: shop.domain });
    const { id, noticeUrl } = await setOf(world(), actor);
    const { version } = await connectionOf(world(), actor);
    const fields = { confirm: String(shop.serviceId), liveCodes: "finish" };
    await removeConnection(world().system.deps, actor, { version, fields, setId: id });

    await world().pagoefectivo.pay(payment.cip);

    await world().until(
      "it to be resolved",
      async () => (await paymentRow(world(), payment)).told === "resolved",
    );
    await save(world(), actor, asFields(shop));
    expect((await setOf(world(), actor)).noticeUrl).toBe(noticeUrl);
  });
});

describe("keys that nothing needs any more", () => {
  const versionsOf = (shopId: string) =>
    world().rows<{ number: number; wiped: boolean; keys: number }>(
      `select v.number, v.wiped_at is not null as wiped, num_nonnulls(v.sealed_access_key, v.sealed_secret_key) as keys
       from credential_versions v join credential_sets k on k.id = v.set_id where k.shop_id = $1 order by 1`,
      [shopId],
    );

  it("are wiped 30 days after their last code ended, and no sooner", async () => {
    const { actor, shop } = await connectedMerchant(world());
    const payment = await withCode(world(), { shop: shop.domain });
    const { id } = await setOf(world(), actor);
    await save(world(), actor, { ...asFields(newService(world())), liveCodes: "finish" }, { setId: id });

    world().clock.shift(90 * 86_400_000);
    await world().run("wipe-retired-credentials", {});
    expect((await versionsOf(actor.shop.id)).map((version) => version.wiped)).toEqual([false, false]);

    await world().rows("update codes set state = 'expired', ended_at = $2 where id = $1", [
      payment.codeId,
      new Date(Date.now() + 5 * 86_400_000),
    ]);
    world().clock.shift(34 * 86_400_000);
    await world().run("wipe-retired-credentials", {});
    expect((await versionsOf(actor.shop.id))[0]?.wiped).toBe(false);
    world().clock.shift(36 * 86_400_000);
    await world().run("wipe-retired-credentials", {});
    expect(await versionsOf(actor.shop.id)).toEqual([
      { number: 1, wiped: true, keys: 0 },
      { number: 2, wiped: false, keys: 2 },
    ]);
  });

  it("are wiped whole and only once they are retired: the database refuses anything else", async () => {
    const { actor } = await connectedMerchant(world());
    const { id } = await setOf(world(), actor);
    const wipe = (assignments: string) =>
      world().rows(`update credential_versions set ${assignments} where set_id = $1`, [id]);

    await expect(
      wipe("sealed_access_key = null, sealed_secret_key = null, wiped_at = now()"),
    ).rejects.toThrow("credential_versions_wiped_whole");
    await expect(wipe("sealed_access_key = null, wiped_at = now(), retired_at = now()")).rejects.toThrow(
      "credential_versions_wiped_whole",
    );
  });

  it("are not missed: the code is asked about with later keys of the service, or found not known", async () => {
    const { actor, shop } = await connectedMerchant(world());
    const payment = await withCode(world(), { shop: shop.domain });
    const keys = changeKeysAtPagoEfectivo(world(), shop);
    const { id } = await setOf(world(), actor);
    await save(world(), actor, { serviceId: String(shop.serviceId), ...keys }, { setId: id });
    await world().rows(
      `update credential_versions set sealed_access_key = null, sealed_secret_key = null, wiped_at = now()
       where retired_at is not null and set_id = $1`,
      [id],
    );

    await world().pagoefectivo.pay(payment.cip);
    await world().run("look-up-code", { codeId: payment.codeId });

    expect((await paymentRow(world(), payment)).told).toBe("resolved");
  });
});

async function postNotice(url: string, cip: string, secretKey: string): Promise<number> {
  const body = `{"eventType":"cip.paid","operationNumber":"1","data":{"cip":"${cip}","currency":"PEN","amount":1.00}}`;
  const signature = createHmac("sha256", secretKey).update(body).digest("hex");
  const answer = await fetch(url, { method: "POST", body, headers: { "PE-Signature": signature } });
  return answer.status;
}
