import { describe, expect, it } from "vitest";
import { simulateByMerchant } from "#app/payments/merchant-acts.server.ts";
import { by } from "../builders/act.ts";
import {
  casesOf,
  moveToExpiry,
  sessionState,
  told,
  toldPending,
  type IssuedPayment,
} from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("simulated_notices", { tls: "off" });

const deps = () => world().system.deps;

describe("simulating", () => {
  async function testOrder(): Promise<IssuedPayment> {
    return toldPending(world(), { test: true });
  }

  it("finishes a test order that nobody pays", async () => {
    const payment = await testOrder();

    await simulateByMerchant(deps(), { ...(await by(world(), payment)), what: "paid" });

    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
    const [notice] = await world().rows(
      "select simulated, simulated_test, state from notices where simulated_for = $1",
      [payment.paymentId],
    );
    expect(notice).toEqual({ simulated: true, simulated_test: true, state: "matched" });
  });

  it("is left to the person's own request: its job, for when that dies, begins only later", async () => {
    const payment = await testOrder();

    await simulateByMerchant(deps(), { ...(await by(world(), payment)), what: "paid" });

    const jobs = await world().rows(
      `select run_at > $2 as later from graphile_worker.jobs
       where key = (select 'notice:' || id from notices where simulated_for = $1)`,
      [payment.paymentId, world().clock.now()],
    );
    expect(jobs).toEqual([{ later: true }]);
  });

  it("of money after the deadline resolves and asks a person", async () => {
    const payment = await testOrder();

    await simulateByMerchant(deps(), { ...(await by(world(), payment)), what: "late" });

    expect(sessionState(world(), payment)).toBe("resolved");
    expect(await casesOf(world(), payment)).toMatchObject([{ kind: "paid-past-deadline" }]);
  });

  it("of a wrong amount opens a case that holds it, and resolves nothing", async () => {
    const payment = await testOrder();

    await simulateByMerchant(deps(), { ...(await by(world(), payment)), what: "wrong-amount" });

    expect(sessionState(world(), payment)).toBe("pending");
    expect(await casesOf(world(), payment)).toMatchObject([{ kind: "amount-differs", state: "open" }]);
  });

  it("of an expiry rejects", async () => {
    const payment = await testOrder();

    await simulateByMerchant(deps(), { ...(await by(world(), payment)), what: "expired" });

    expect(told(world(), payment)).toEqual(["Pending accepted", "Reject accepted"]);
  });

  it("is not contradicted by the sandbox, whose code expires unpaid", async () => {
    const payment = await testOrder();
    await simulateByMerchant(deps(), { ...(await by(world(), payment)), what: "paid" });
    await moveToExpiry(world(), payment, 60_000);

    await world().pagoefectivo.deliverNotice({ cip: payment.cip, eventType: "cip.expired" });

    const unsettled = () =>
      world().rows("select 1 from notices where state = 'received' and not simulated");
    await world().until("the notice", async () => (await unsettled()).length === 0);
    expect(await casesOf(world(), payment)).toEqual([]);
    expect(sessionState(world(), payment)).toBe("resolved");
  });

  it("is refused for a live payment, by the use case and by the database", async () => {
    const payment = await toldPending(world());

    const outcome = await simulateByMerchant(deps(), { ...(await by(world(), payment)), what: "paid" });
    const inserted = world().rows(
      `insert into notices (id, set_id, credential_version_id, received_at, body, body_hash, signature_form, simulated,
         simulated_for)
       select gen_random_uuid(), v.set_id, v.id, now(), 'x', 'x', 'raw', true, c.payment_id
       from codes c join credential_versions v on v.id = c.credential_version_id where c.id = $1`,
      [payment.codeId],
    );

    expect(outcome).toEqual({ kind: "refused", reason: "live-payment" });
    await expect(inserted).rejects.toThrow("notices_simulated_only_in_test");
    expect(sessionState(world(), payment)).toBe("pending");
  });
});
