/** Guards against a probe that could be taken for money, or that anybody could send. */
import { describe, expect, it } from "vitest";
import { isProbeAnswer, probeBody } from "#app/inbox/probe-notice.ts";
import { newSlug } from "#app/lib/ids.server.ts";
import { Secret } from "#app/lib/secret.ts";
import { signNotice } from "#app/pagoefectivo/notice-signature.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("notice_probe", { tls: "off" });

const stored = () =>
  world().rows(`select (select count(*)::int from notices) as notices,
    (select count(*)::int from graphile_worker.jobs where task_identifier in ('apply-notice', 'look-up-code')) as jobs`);

const send = (body: string, signature: string, url = world().noticeUrl) =>
  fetch(url, { method: "POST", body, headers: { "PE-Signature": signature } });

describe("a probe at the notice door", () => {
  it("is answered with a proof of the key, and leaves nothing behind", async () => {
    const before = await stored();
    const key = new Secret(world().liveSecretKey);
    const nonce = newSlug();
    const body = probeBody(nonce);

    const answer = await send(body, signNotice(body, key));

    const { probe } = (await answer.json()) as { probe: string };
    expect(answer.status).toBe(200);
    expect(isProbeAnswer(probe, nonce, key)).toBe(true);
    expect(await stored()).toEqual(before);
  });

  it("that nobody signed, or another service's key did, is refused like any forged notice", async () => {
    const body = probeBody(newSlug());
    const other = await connectNewShop(world());

    const unsigned = await send(body, "0".repeat(64));
    const foreign = await send(body, signNotice(body, new Secret(other.secretKey)));

    for (const answer of [unsigned, foreign]) {
      expect(answer.status).toBe(401);
      expect(await answer.text()).toBe("");
    }
  });

  it("is no way around the store: a signed notice with a nonce in it is kept", async () => {
    const key = new Secret(world().liveSecretKey);
    const body = JSON.stringify({ eventType: "cip.paid", nonce: newSlug(), data: { cip: "123456789" } });
    const [before] = await stored();

    const answer = await send(body, signNotice(body, key));

    const [after] = await stored();
    expect(answer.status).toBe(200);
    expect(after?.["notices"]).toBe(Number(before?.["notices"]) + 1);
  });
});
