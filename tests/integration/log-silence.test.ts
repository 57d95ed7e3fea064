import { describe, expect, it } from "vitest";
import { listLog } from "#app/log/list-log.server.ts";
import { seeSilence } from "#app/log/watch-silence.server.ts";
import { mailText } from "../builders/alert-receivers.ts";
import { minute, toldShop, useReceivers, verified, type ToldShop } from "../builders/told-shop.ts";
import { useWorld } from "../setup/world.ts";

const { mail, hook } = await useReceivers();
const world = useWorld("log_silence", { tls: "off", smtpUrl: mail.url });

const HOUR_MS = 3_600_000;
/** As long as what `heard` looks back: only its first and its last notice. */
const WEEKS_MINUTES = 7 * 7 * 24 * 60;
const deps = () => world().system.deps;

/** Notices of seven weeks, one every so many minutes, the last one so many hours ago. */
async function heard(shop: ToldShop, input: { everyMinutes: number; lastHoursAgo: number }): Promise<Date> {
  const last = new Date(world().clock.now().getTime() - input.lastHoursAgo * HOUR_MS);
  await world().rows(
    `insert into notices (id, set_id, credential_version_id, received_at, body, body_hash, signature_form, event_type, state, settled_at)
     select gen_random_uuid(), v.set_id, v.id, at, 'x', sha256(convert_to(at::text, 'UTF8')), 'raw', 'cip.paid', 'matched', at
     from credential_versions v join credential_sets k on k.id = v.set_id,
       generate_series($2::timestamptz - interval '7 weeks', $2::timestamptz, $3 * interval '1 minute') at
     where k.shop_id = $1`,
    [shop.shopId, last, input.everyMinutes],
  );
  const [row] = await world().rows<{ at: Date }>(
    `select max(n.received_at) as at from notices n join credential_sets k on k.id = n.set_id where k.shop_id = $1`,
    [shop.shopId],
  );
  return row?.at ?? last;
}

describe("a shop whose notices stay away", () => {
  it("is told once by each way, sees it on its log, and hears no more when they come again", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    const last = await heard(shop, { everyMinutes: 12, lastHoursAgo: 4 });

    await world().run("watch-silence", {});
    await world().run("watch-silence", {});
    await minute(world());
    await minute(world());

    const page = `${world().webOrigin}/app/log?shop=${shop.domain}`;
    expect(hook.hooks.map((one) => verified(one, shop.secret))).toEqual([
      {
        ...{ type: "notices.silence", timestamp: expect.any(String) },
        data: { shop: shop.domain, url: page, last_notice_at: last.toISOString() },
      },
    ]);
    expect(mail.mails).toHaveLength(1);
    const text = mailText(mail.mails[0] ?? { raw: "", to: [] });
    expect(text).toContain("El último aviso llegó el");
    expect(text).toContain(page);
    const list = await listLog(deps(), { shopId: shop.shopId, query: new URLSearchParams() });
    expect(list.silence).toEqual({ since: last.toISOString(), payable: 1, paidWithout: 0 });

    await heard(shop, { everyMinutes: WEEKS_MINUTES, lastHoursAgo: 0 });
    await world().run("watch-silence", {});
    expect(await seeSilence(deps(), shop.shopId)).toBeNull();
    await minute(world());
    expect(mail.mails).toHaveLength(1);
  });

  it("is not told of what is over before anybody was told", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    await heard(shop, { everyMinutes: 12, lastHoursAgo: 4 });
    await world().run("watch-silence", {});

    await heard(shop, { everyMinutes: WEEKS_MINUTES, lastHoursAgo: 0 });
    await minute(world());

    expect(hook.hooks).toEqual([]);
    expect(mail.mails).toEqual([]);
  });

  it("is never told where it has little traffic, or where its silence is usual", async () => {
    const quiet = await toldShop(world(), { webhookUrl: hook.url });
    await heard(quiet, { everyMinutes: 12 * 60, lastHoursAgo: 20 });
    const slow = await toldShop(world(), { webhookUrl: hook.url });
    await heard(slow, { everyMinutes: 120, lastHoursAgo: 6 });

    await world().run("watch-silence", {});
    await minute(world());

    expect(await seeSilence(deps(), quiet.shopId)).toBeNull();
    expect(await seeSilence(deps(), slow.shopId)).toBeNull();
    expect(hook.hooks).toEqual([]);
  });

  it("learns how many payments were found without a notice", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    const last = await heard(shop, { everyMinutes: 12, lastHoursAgo: 4 });
    await world().rows("update codes set state = 'paid', paid_at = $2, ended_at = $2 where id = $1", [
      shop.payment.codeId,
      new Date(last.getTime() + HOUR_MS),
    ]);

    await world().run("watch-silence", {});

    expect(await seeSilence(deps(), shop.shopId)).toMatchObject({ payable: 0, paidWithout: 1 });
  });
});
