import { describe, expect, it } from "vitest";
import { answerCaseForm } from "#app/cases/answer-case-form.server.ts";
import { seeCase } from "#app/cases/see-case.server.ts";
import { auditOf, USER } from "../builders/act.ts";
import { deedsOf, deskRow, newCase, type NewCase } from "../builders/case.ts";
import { codesOf, timelineOf, toldPending, withCode } from "../builders/payment.ts";
import { shopIdOf } from "../builders/person.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("case_answers", { tls: "off" });

const deps = () => world().system.deps;

function send(one: NewCase, fields: Record<string, string>) {
  const form = new Map(Object.entries({ version: "0", ...fields }));
  return answerCaseForm(deps(), one, form);
}

describe("the answers that a case offers", () => {
  it("ask PagoEfectivo now, say what it said, and keep who asked", async () => {
    const payment = await toldPending(world());
    const one = await newCase(world(), payment, { kind: "removed-elsewhere" });

    const answer = await send(one, { intent: "check" });

    expect(answer).toEqual({
      kind: "acted",
      answer: { kind: "done", act: "check", found: "still-payable" },
    });
    expect(await deedsOf(world(), one)).toEqual([`acted by ${USER}`]);
    expect(await auditOf(world(), payment)).toMatchObject([
      { action: "payment-checked" },
      { action: "payment-checked", after: { outcome: "done" } },
    ]);
  });

  it("void the code by the payment's own act, with all its rules", async () => {
    const payment = await toldPending(world());
    const one = await newCase(world(), payment, { kind: "not-known-at-deadline" });

    const answer = await send(one, { intent: "void" });
    const again = await send(one, { intent: "void" });

    expect(answer).toMatchObject({ kind: "acted", answer: { act: "void", found: "proved-removed" } });
    expect(again).toEqual({
      kind: "acted",
      answer: { kind: "refused", act: "void", reason: "code-ended" },
    });
    expect(await deedsOf(world(), one)).toEqual([`acted by ${USER}`]);
  });

  it("delete a CIP that lives on although its payment has ended", async () => {
    const payment = await withCode(world());
    await world().rows("update payments set told = 'released', end_reason = 'unpaid' where id = $1", [
      payment.paymentId,
    ]);
    const one = await newCase(world(), payment, { kind: "payable-after-end" });
    const offered = await seeCase(deps(), one);

    const answer = await send(one, { intent: "remove" });

    expect(offered?.acts).toEqual([
      { act: "remove", refusal: null },
      { act: "check", refusal: null },
    ]);
    expect(answer).toMatchObject({ kind: "acted", answer: { act: "remove", found: "proved-removed" } });
    expect((await codesOf(world(), payment))[0]?.state).toBe("voided");
    const [entry] = world()
      .pagoefectivo.ledger()
      .filter(({ cip }) => cip === payment.cip);
    expect(entry?.state).toBe("deleted");
  });

  it("close with the version that was seen, and tell who comes late", async () => {
    const payment = await withCode(world());
    const one = await newCase(world(), payment);
    const fields = { intent: "close", resolution: "kept", reason: "otra compra" };

    expect(await send(one, fields)).toEqual({ kind: "done", what: "closed" });
    expect(await send(one, { ...fields, version: "1" })).toMatchObject({ kind: "moved", ending: "kept" });
    expect(await deskRow(world(), one)).toMatchObject({ state: "closed", reason: "otra compra" });
  });

  it.each<Record<string, string>>([
    { intent: "close" },
    { intent: "close", resolution: "answered" },
    { intent: "drop table" },
    { intent: "simulate" },
    { intent: "take", version: "1e3" },
    { intent: "hand-over", to: "" },
  ])("do nothing for a form that no page of ours sends: %j", async (fields) => {
    const payment = await withCode(world());
    const one = await newCase(world(), payment);
    const before = await timelineOf(world(), payment);

    const answer = await send(one, fields);

    expect(["refused", "moved"]).toContain(answer?.kind);
    expect(await deskRow(world(), one)).toMatchObject({ state: "open", version: 0, owner_id: null });
    expect(await timelineOf(world(), payment)).toEqual(before);
  });

  it("are none for another shop, whatever is asked", async () => {
    const payment = await toldPending(world());
    const one = await newCase(world(), payment);
    const { domain } = await connectNewShop(world());
    const foreign = { ...one, shopId: await shopIdOf(world(), domain) };

    const intents = ["take", "hand-over", "note", "close", "check", "void", "remove", "send-again", "else"];
    const answers = [];
    for (const intent of intents) {
      const fields = { intent, to: "x", text: "x", resolution: "given-back" };
      answers.push(await send({ ...foreign, userId: USER }, fields));
      answers.push(await send({ ...foreign, caseId: "-".repeat(36) }, fields));
    }

    expect(answers).toEqual(Array(intents.length * 2).fill(null));
    expect(await deedsOf(world(), one)).toEqual([]);
    expect(await auditOf(world(), payment)).toEqual([]);
  });
});
