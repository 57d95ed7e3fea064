import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { textFields } from "#app/merchants/connect-form.ts";
import { saveAccount } from "#app/merchants/save-connection.server.ts";
import {
  asFields,
  connectedMerchant,
  connectionOf,
  failure,
  KEY_CANARY,
  newKeys,
  newService,
  save,
  setOf,
  test,
} from "../builders/merchant-connection.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("connect");

describe("testing a connection", () => {
  it("passes with typed keys that nobody has saved, and saves and creates nothing", async () => {
    const { actor } = await connectedMerchant(world());
    const service = newService(world(), "sandbox");

    const answer = await test(world(), actor, asFields(service), { mode: "sandbox" });

    expect(answer).toMatchObject({ kind: "tested", report: { ok: true, mode: "sandbox" } });
    const { sets } = await connectionOf(world(), actor);
    expect(sets.map((set) => set.mode)).toEqual(["live"]);
    const calls = world().pagoefectivo.calls();
    expect(
      calls.filter((call) => call.operation === "create" && call.serviceId === service.serviceId),
    ).toEqual([]);
  });

  it("tests the stored keys when nothing is typed, and remembers that they were good", async () => {
    const { actor, shop } = await connectedMerchant(world());
    await world().rows("update credential_sets set verified_at = null where shop_id = $1", [actor.shop.id]);
    const { id } = await setOf(world(), actor);

    const answer = await test(world(), actor, { serviceId: String(shop.serviceId) }, { setId: id });

    expect(answer).toMatchObject({ kind: "tested", report: { ok: true } });
    expect((await setOf(world(), actor)).verifiedAt).not.toBeNull();
  });

  it("names the step of wrong keys, even when right ones were tested a moment ago", async () => {
    const { actor } = await connectedMerchant(world());
    const service = newService(world());
    await test(world(), actor, asFields(service));

    const answer = await test(world(), actor, asFields({ ...service, secretKey: newKeys().secretKey }));

    expect(failure(answer)).toBe("keys: keys-refused");
  });

  it("names keys of the other environment, and PagoEfectivo out of order", async () => {
    const { actor } = await connectedMerchant(world());
    const service = newService(world(), "sandbox");

    expect(failure(await test(world(), actor, asFields(service), { mode: "live" }))).toBe(
      "keys: keys-refused",
    );
    world().pagoefectivo.switches.nextFaults.push({ operation: "authorize", fault: "html-503" });
    expect(failure(await test(world(), actor, asFields(service), { mode: "sandbox" }))).toBe(
      "keys: keys-unclear",
    );
    world().pagoefectivo.switches.nextFaults.push({ operation: "authorize", fault: "dropped" });
    expect(failure(await test(world(), actor, asFields(service), { mode: "sandbox" }))).toBe(
      "host: unreachable",
    );
  });

  it("shows by how much our clock differs from PagoEfectivo's", async () => {
    const { actor } = await connectedMerchant(world());
    const service = newService(world());
    world().pagoefectivo.switches.authorizationSkewMs = null;
    world().clock.shift(20 * 60_000);

    const answer = await test(world(), actor, asFields(service));

    const clock = answer.kind === "tested" ? answer.report.steps[1] : null;
    expect(clock).toMatchObject({ step: "clock", state: "warning", fix: "clock-off" });
    expect(Math.abs((clock?.seconds ?? 0) - 1_200)).toBeLessThan(5);
  });

  it("is refused the sixth time within a minute, whoever presses and however fast, and then allowed again", async () => {
    const { actor } = await connectedMerchant(world());
    const service = newService(world());
    const press = () => test(world(), { ...actor, userId: randomUUID() }, asFields(service));

    const answers = await Promise.all([press(), press(), press(), press(), press(), press()]);

    expect(answers.map((answer) => answer.kind).sort()).toEqual([
      "limited",
      ...Array<string>(5).fill("tested"),
    ]);
    world().clock.shift(61_000);
    expect((await press()).kind).toBe("tested");
  });
});

describe("saving an account", () => {
  it("keeps sandbox and live apart, each with its notice address", async () => {
    const { actor } = await connectedMerchant(world());
    const service = newService(world(), "sandbox");

    expect(await save(world(), actor, asFields(service), { mode: "sandbox" })).toEqual({
      kind: "saved",
      what: "set",
    });

    const sandbox = await setOf(world(), actor, "sandbox");
    const live = await setOf(world(), actor, "live");
    expect(sandbox).toMatchObject({
      serviceId: service.serviceId,
      accessKey: { last4: service.accessKey.slice(-4) },
    });
    expect(sandbox.noticeUrl).not.toBe(live.noticeUrl);
  });

  it("takes a second account of a mode for another currency, and refuses one for a currency that is taken", async () => {
    const { actor } = await connectedMerchant(world(), { currencies: ["PEN"] });
    const service = newService(world());

    expect(await save(world(), actor, { ...asFields(service), currencies: "PEN,USD" })).toEqual({
      kind: "refused",
      problems: { currencies: "connect.problem.currencyTaken" },
    });
    expect(await save(world(), actor, { ...asFields(service), currencies: "USD" })).toMatchObject({
      kind: "saved",
    });
  });

  it("saves nothing of live keys that PagoEfectivo refuses, not even when told to", async () => {
    const { actor } = await connectedMerchant(world());
    const { id } = await setOf(world(), actor);
    const before = await connectionOf(world(), actor);

    const answer = await save(
      world(),
      actor,
      { serviceId: String((await setOf(world(), actor)).serviceId), ...newKeys(), force: "yes" },
      { setId: id },
    );

    expect(answer).toMatchObject({ kind: "test-failed", mayForce: false });
    expect(failure(answer)).toBe("keys: keys-refused");
    expect(await connectionOf(world(), actor)).toEqual(before);
  });

  it("saves sandbox keys that fail only when told to, as not verified", async () => {
    const { actor } = await connectedMerchant(world());
    const wrong = { serviceId: "9", ...newKeys() };

    expect(await save(world(), actor, wrong, { mode: "sandbox" })).toMatchObject({
      kind: "test-failed",
      mayForce: true,
    });
    expect(await save(world(), actor, { ...wrong, force: "yes" }, { mode: "sandbox" })).toMatchObject({
      kind: "saved",
    });
    expect((await setOf(world(), actor, "sandbox")).verifiedAt).toBeNull();
  });

  it("refuses the save of a second tab, and the first one stands", async () => {
    const { actor } = await connectedMerchant(world());
    const { version } = await connectionOf(world(), actor);
    const account = (note: string) =>
      saveAccount(world().system.deps, actor, { version, fields: { state: "applied", note } });

    expect((await account("first")).kind).toBe("saved");
    expect(await account("second")).toEqual({ kind: "conflict" });
    const late = await save(world(), actor, asFields(newService(world(), "sandbox")), {
      mode: "sandbox",
      version,
    });
    expect(late).toEqual({ kind: "conflict" });
    expect((await connectionOf(world(), actor)).account).toEqual({ state: "applied", note: "first" });
  });

  it("lets one of many saves through that come at once", async () => {
    const { actor } = await connectedMerchant(world());
    const { version } = await connectionOf(world(), actor);

    const answers = await Promise.all(
      ["a", "b", "c", "d"].map((note) =>
        saveAccount(world().system.deps, actor, { version, fields: { state: "none", note } }),
      ),
    );

    expect(answers.map((answer) => answer.kind).sort()).toEqual([
      "conflict",
      "conflict",
      "conflict",
      "saved",
    ]);
  });
});

it("shows no key anywhere: not to the page, not in a log, not in the audit", async () => {
  const { actor } = await connectedMerchant(world());
  const service = newService(world());
  const { id } = await setOf(world(), actor);
  const form = new FormData();
  for (const [name, value] of Object.entries(asFields(service))) form.set(name, value);
  const fields = textFields(form.entries());

  const answers = [
    await test(world(), actor, fields),
    await save(world(), actor, { ...fields, secretKey: `${KEY_CANARY} with a space` }, { setId: id }),
    await save(world(), actor, { ...fields, secretKey: newKeys().secretKey }, { setId: id }),
    await save(world(), actor, fields, { setId: id }),
  ];
  const loaded = await connectionOf(world(), actor);

  expect(answers.map((answer) => answer.kind)).toEqual(["tested", "refused", "test-failed", "saved"]);
  const audit = await world().rows("select * from audit_log");
  const checks = await world().rows("select * from connection_checks");
  expect(audit.length).toBeGreaterThan(0);
  for (const seen of [answers, loaded, audit, checks, world().logged()]) {
    expect(JSON.stringify(seen)).not.toContain(KEY_CANARY);
  }
});

it("writes down who changed what, before and after", async () => {
  const { actor, shop } = await connectedMerchant(world());
  const { id } = await setOf(world(), actor);
  const other = newService(world());

  await save(world(), actor, asFields(other), { setId: id });

  const [line] = await world().rows<{ action: string; user_id: string; before: object; after: object }>(
    "select action, user_id, before, after from audit_log where shop_id = $1",
    [actor.shop.id],
  );
  expect(line).toMatchObject({
    action: "connection-saved",
    user_id: "42",
    before: { setId: id, mode: "live", serviceId: shop.serviceId, keys: 1 },
    after: { setId: id, mode: "live", serviceId: other.serviceId, keys: 2, tested: true },
  });
});
