import { describe, expect, it } from "vitest";
import { closeCase, handOverCase, noteOnCase, takeCase } from "#app/payments/case-desk.server.ts";
import type { Resolution } from "#app/payments/case-desk.ts";
import { lookUpCode } from "#app/payments/look-up-code.server.ts";
import { auditOf, by, USER } from "../builders/act.ts";
import { deedsOf, deskRow, newCase, newColleague, type NewCase } from "../builders/case.ts";
import { casesOf, timelineOf, toldPending, withCode } from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { shopIdOf } from "../builders/person.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("case_desk", { tls: "off" });

const deps = () => world().system.deps;
const ROSA = { userId: "7002", name: "Rosa Quispe" };

/** A case that holds the money of a payment of the demo shop. */
async function withMoney(): Promise<NewCase & { paymentId: string }> {
  const payment = await withCode(world());
  return { ...(await newCase(world(), payment)), paymentId: payment.paymentId };
}

function close(one: NewCase, resolution: Resolution, reason = "", by: Partial<NewCase> = {}) {
  return closeCase(deps(), { ...one, ...by, resolution, reason });
}

describe("a case that holds money", () => {
  it.each<[Resolution, string]>([
    ["resolved-at-shopify", ""],
    ["given-back", "Transferencia del banco, operación 004512"],
    ["kept", "El comprador compró otra cosa por el mismo monto"],
  ])(
    "closes as %s, with the person's name in its history, the audit and the timeline",
    async (how, reason) => {
      const one = await withMoney();

      const outcome = await close(one, how, reason);

      expect(outcome).toEqual({ kind: "done" });
      expect(await deskRow(world(), one)).toMatchObject({
        state: "closed",
        resolution: how,
        closed_by: USER,
        reason: reason === "" ? null : reason,
      });
      expect(await deedsOf(world(), one)).toEqual([`closed by ${USER}`]);
      expect(await timelineOf(world(), one)).toContain("merchant-case-closed");
      const [line] = await auditOf(world(), one);
      expect(line).toMatchObject({
        action: "case-closed",
        user_id: USER,
        before: { heldCentimos: 12_500, currency: "PEN" },
        after: { resolution: how },
      });
      expect(JSON.stringify(line)).not.toContain(reason || "nothing was written");
    },
  );

  it.each<[Resolution, string, string]>([
    ["nothing-to-do", "", "not-that-way"],
    ["kept", "", "needs-reason"],
    ["kept", "  \u0000 ", "needs-reason"],
    ["given-back", "x".repeat(2_001), "too-long"],
  ])("does not close as %s with the reason %j", async (how, reason, why) => {
    const one = await withMoney();

    const outcome = await close(one, how, reason);

    expect(outcome).toEqual({ kind: "refused", reason: why });
    expect(await deskRow(world(), one)).toMatchObject({ state: "open", version: 0 });
    expect(await auditOf(world(), one)).toEqual([]);
  });

  it("is closed once by many who press at once, and the others learn who was first and how", async () => {
    const one = await withMoney();
    const people = Array.from({ length: 12 }, (_, index) => ({
      userId: `81${index}`,
      name: `Persona ${index}`,
    }));
    for (const person of people) await newColleague(world(), one.shopId, person);

    const outcomes = await Promise.all(
      people.map(({ userId }, index) =>
        close(one, index % 2 === 0 ? "given-back" : "kept", "una razón", { userId }),
      ),
    );

    expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(1);
    const row = await deskRow(world(), one);
    const winner = people.find(({ userId }) => userId === row.closed_by);
    expect(outcomes.filter(({ kind }) => kind !== "done")).toEqual(
      Array(11).fill({
        kind: "moved",
        state: "closed",
        closedBy: winner?.name,
        ending: row.resolution,
        owner: null,
      }),
    );
    expect(await deedsOf(world(), one)).toHaveLength(1);
    expect(await auditOf(world(), one)).toHaveLength(1);
  });

  it("is not closed over a note that its closer has not read", async () => {
    const one = await withMoney();
    await noteOnCase(deps(), { ...one, userId: ROSA.userId, text: "Ya lo devolví ayer" });

    const outcome = await close(one, "given-back");

    expect(outcome).toMatchObject({ kind: "moved", state: "open", closedBy: null });
    expect(await deskRow(world(), one)).toMatchObject({ state: "open" });
    expect(await close(one, "given-back", "", { version: 1 })).toEqual({ kind: "done" });
  });

  it("is not asked about again once a person has decided about the very same money", async () => {
    const payment = await toldPending(world());
    // The simulator takes the code's amount only, and our own triggers keep ours: they are switched off here.
    await world().rows(
      `do $$ begin
         set local session_replication_role = replica;
         update payments set amount_centimos = 13000 where id = '${payment.paymentId}';
         update codes set amount_centimos = 13000 where id = '${payment.codeId}';
       end $$`,
    );
    await world().pagoefectivo.pay(payment.cip);
    const held = await world().until("the case", async () => (await casesOf(world(), payment))[0]);
    const { shopId } = await by(world(), payment);
    const input = { shopId, caseId: held.id, userId: USER, version: 0 };
    await closeCase(deps(), { ...input, resolution: "given-back", reason: "" });

    await lookUpCode(deps(), { codeId: payment.codeId });
    await lookUpCode(deps(), { codeId: payment.codeId });

    expect(await casesOf(world(), payment)).toMatchObject([{ kind: held.kind, resolution: "given-back" }]);
  });
});

describe("a case without money", () => {
  it("closes as nothing to do, with or without a word, and in no way that speaks of money", async () => {
    const payment = await withCode(world());
    const one = await newCase(world(), payment, { kind: "removed-elsewhere" });

    expect(await close(one, "given-back")).toEqual({ kind: "refused", reason: "not-that-way" });
    expect(await close(one, "nothing-to-do")).toEqual({ kind: "done" });
    expect(await deskRow(world(), one)).toMatchObject({ state: "closed", resolution: "nothing-to-do" });
  });
});

describe("working on a case", () => {
  it("is begun by one of many who take it at once", async () => {
    const one = await withMoney();

    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) => takeCase(deps(), { ...one, userId: `82${index}` })),
    );

    expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(1);
    const { owner_id, attended_at } = await deskRow(world(), one);
    expect(await deedsOf(world(), one)).toEqual([`taken by ${owner_id}`]);
    expect(attended_at).not.toBeNull();
    expect(outcomes.find(({ kind }) => kind === "moved")).toMatchObject({ state: "open", owner: owner_id });
  });

  it("is handed to another person of the shop, and to nobody else", async () => {
    const one = await withMoney();
    await newColleague(world(), one.shopId, ROSA);

    const toStranger = await handOverCase(deps(), { ...one, ownerId: "999999" });
    const toRosa = await handOverCase(deps(), { ...one, ownerId: ROSA.userId });

    expect(toStranger).toEqual({ kind: "refused", reason: "not-of-the-shop" });
    expect(toRosa).toEqual({ kind: "done" });
    expect(await deskRow(world(), one)).toMatchObject({ owner_id: ROSA.userId, version: 1 });
    expect(await auditOf(world(), one)).toMatchObject([{ action: "case-handed-over", user_id: USER }]);
  });

  it("keeps notes whole and for good, also after it is closed", async () => {
    const one = await withMoney();
    await noteOnCase(deps(), { ...one, text: " Llamé al banco.\u0000 " });
    await close(one, "given-back", "", { version: 1 });

    expect(await noteOnCase(deps(), { ...one, text: "   " })).toEqual({ kind: "refused", reason: "empty" });
    expect(await noteOnCase(deps(), { ...one, text: "Confirmado" })).toEqual({ kind: "done" });

    const lines = await world().rows(
      "select text from case_lines where case_id = $1 and kind = 'noted' order by id",
      [one.caseId],
    );
    expect(lines).toEqual([{ text: "Llamé al banco." }, { text: "Confirmado" }]);
    await expect(
      world().rows("update case_lines set text = 'otra cosa' where case_id = $1", [one.caseId]),
    ).rejects.toThrow("case_lines: this never changes");
    await expect(world().rows("delete from case_lines where case_id = $1", [one.caseId])).rejects.toThrow(
      "case_lines: this never changes",
    );
  });

  it("does not exist for another shop, nor for an id that is none", async () => {
    const one = await withMoney();
    const { domain } = await connectNewShop(world());
    const foreign = { ...one, shopId: await shopIdOf(world(), domain) };

    const answers = [];
    for (const input of [foreign, { ...one, caseId: "-".repeat(36) }, { ...one, caseId: "" }]) {
      answers.push(await takeCase(deps(), input));
      answers.push(await noteOnCase(deps(), { ...input, text: "x" }));
      answers.push(await close(input, "given-back"));
    }

    expect(answers).toEqual(Array(9).fill({ kind: "not-found" }));
    expect(await deskRow(world(), one)).toMatchObject({ state: "open", version: 0 });
    expect(await deedsOf(world(), one)).toEqual([]);
  });

  it("is refused to nobody in particular", async () => {
    const one = await withMoney();

    await expect(close(one, "given-back", "", { userId: "" })).rejects.toThrow("worked on by a person");
    expect(await deskRow(world(), one)).toMatchObject({ state: "open" });
  });
});
