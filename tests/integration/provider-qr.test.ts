import { describe, expect, it } from "vitest";
import { removeContact } from "#app/payments/payment-store-contacts.server.ts";
import { qrPng } from "../../simulators/pagoefectivo/qr-image.ts";
import {
  openPage,
  pageState,
  paymentRow,
  pressCancel,
  withCode,
  type IssuedPayment,
} from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("provider_qr", { tls: "off" });

interface StoredQr {
  qr_url: string | null;
  qr_image: Buffer | null;
}

async function stored({ codeId }: IssuedPayment): Promise<StoredQr | undefined> {
  const [row] = await world().rows<StoredQr>("select qr_url, qr_image from codes where id = $1", [codeId]);
  return row;
}

async function withPicture(amount = "80.00"): Promise<IssuedPayment> {
  world().pagoefectivo.switches.qrImages = "png";
  const payment = await withCode(world(), { amount });
  await world().until("the picture", async () => (await stored(payment))?.qr_image);
  return payment;
}

async function versionOf(payment: IssuedPayment): Promise<unknown> {
  const answer = await fetch(`${payment.url}/status`);
  return ((await answer.json()) as { version: unknown }).version;
}

function picture(payment: IssuedPayment): Promise<Response> {
  return fetch(`${payment.url}/provider-qr`, { redirect: "manual" });
}

describe("PagoEfectivo's picture of a code", () => {
  it("is on the page, byte for byte, once it was fetched", async () => {
    const payment = await withPicture();

    const page = await openPage(payment);
    const answer = await picture(payment);

    expect(page).toContain(`src="/v/${payment.slug}/provider-qr"`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(
      qrPng(`SIMULADOR, NO PAGAR: CIP ${payment.cip}`),
    );
  });

  it("never holds up the page, and an open page learns that it has come", async () => {
    world().pagoefectivo.switches.qrImages = "missing";
    const payment = await withCode(world(), { amount: "80.00" });
    expect(await openPage(payment)).not.toContain("/provider-qr");
    const before = await versionOf(payment);

    world().pagoefectivo.switches.qrImages = "png";
    await world().run("fetch-provider-qr", { codeId: payment.codeId, attempt: "1" });

    expect(await versionOf(payment)).not.toBe(before);
    expect(await openPage(payment)).toContain("/provider-qr");
  });

  it("is fetched once: what is stored stays", async () => {
    const payment = await withPicture();
    const { qr_image: first } = (await stored(payment)) ?? {};
    const before = await versionOf(payment);

    world().pagoefectivo.switches.qrImages = "huge";
    await world().run("fetch-provider-qr", { codeId: payment.codeId, attempt: "0" });

    expect((await stored(payment))?.qr_image).toEqual(first);
    expect(await versionOf(payment)).toBe(before);
  });

  it("is shown to nobody once the code is not to be paid any more", async () => {
    const payment = await withPicture();
    await openPage(payment);
    await pressCancel(payment);
    await world().until("the code to be voided", async () => (await pageState(payment)) === "voided");

    expect((await picture(payment)).status).toBe(303);
    expect(await openPage(payment)).not.toContain("/provider-qr");
  });

  it("goes with everything else that is removed for a person", async () => {
    const payment = await withPicture();
    await openPage(payment);
    await pressCancel(payment);
    await world().until(
      "the payment to be released",
      async () => (await paymentRow(world(), payment)).told === "released",
    );

    await removeContact(world().system.deps.db, [payment.paymentId]);

    expect(await stored(payment)).toEqual({ qr_url: null, qr_image: null });
  });
});

describe("no picture", () => {
  it("is made up where PagoEfectivo names none", async () => {
    const payment = await withCode(world(), { amount: "80.00" });

    expect(await stored(payment)).toEqual({ qr_url: null, qr_image: null });
    expect(await openPage(payment)).not.toContain("/provider-qr");
    expect((await picture(payment)).status).toBe(303);
  });

  it("is taken from a host that is not listed", async () => {
    world().pagoefectivo.switches.qrImages = "elsewhere";

    expect(await stored(await withCode(world(), { amount: "80.00" }))).toEqual({
      qr_url: null,
      qr_image: null,
    });
  });

  it("is fetched for more than wallets take", async () => {
    world().pagoefectivo.switches.qrImages = "png";
    const payment = await withCode(world(), { amount: "500.01" });

    const jobs = await world().rows("select 1 from graphile_worker._private_jobs where key = $1", [
      `qr:${payment.codeId}`,
    ]);

    expect(jobs).toEqual([]);
    expect((await stored(payment))?.qr_image).toBeNull();
  });

  it.each([
    ["missing", "http-404"],
    ["moved", "http-302"],
    ["html", "not-a-png"],
    ["cut-off", "not-a-png"],
    ["huge", "not-a-png"],
    ["too-large", "answer-too-large"],
  ] as const)(
    "is kept of what is %s; it is tried again, and at last said in the log",
    async (kind, reason) => {
      world().pagoefectivo.switches.qrImages = kind;
      const payment = await withCode(world(), { amount: "80.00" });
      await world().until("the second attempt to be planned", async () => {
        const [next] = await world().rows<{ payload: { attempt: string } }>(
          "select payload from graphile_worker._private_jobs where key = $1",
          [`qr:${payment.codeId}`],
        );
        return next?.payload.attempt === "1";
      });

      await world().run("fetch-provider-qr", { codeId: payment.codeId, attempt: "4" });

      const line =
        world()
          .logged()
          .find((each) => each.includes("picture of a code did not come")) ?? "";
      expect(JSON.parse(line)).toMatchObject({ codeId: payment.codeId, reason });
      expect((await stored(payment))?.qr_image).toBeNull();
      expect(await openPage(payment)).not.toContain("/provider-qr");
    },
  );

  it("can be stored without an address of PagoEfectivo's, or larger than is taken", async () => {
    const payment = await withCode(world());
    const store = (url: string | null, size: number) =>
      world().rows("update codes set qr_url = $2, qr_image = $3 where id = $1", [
        payment.codeId,
        url,
        Buffer.alloc(size),
      ]);

    await expect(store(null, 100)).rejects.toThrow("codes_qr_has_address");
    await expect(store("https://codigoqr.pagoefectivolatam.com/9A1B-0F1D.png", 204_801)).rejects.toThrow(
      "codes_qr_small",
    );
  });
});
