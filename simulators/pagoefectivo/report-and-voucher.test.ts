import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { voucherDateText } from "./lima-time.ts";
import { HOUR_MS } from "./testing/movable-clock.ts";
import { read } from "./testing/plain-client.ts";
import { openWorkbench } from "./testing/workbench.ts";
import type { Workbench } from "./testing/workbench.ts";

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

describe("12.25 the merchant's report", () => {
  test("has the portal's columns and one row per CIP of the service", async () => {
    const cip = await bench.client.createdCip({
      transactionCode: "R-1",
      amount: 1500.15,
      userName: 'Ana "la" Ríos, hija',
      userPhone: "987654321",
      userCodeCountry: "+51",
      additionalData: "pago-1",
    });
    await bench.liveClient.createdCip();
    bench.clock.advance(HOUR_MS);
    await bench.simulator.pay(cip, { channel: "Agente Kasnet" });

    const response = await fetch(`${bench.simulator.origin}/portal/services/1001/report.csv`);
    const [header, row, end] = (await response.text()).split("\r\n");

    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(header).toBe(
      "CIP,Nro.Ord.Comercio,Monto,Estado,Fec.Emisión,Fec.Cancelación,Fec.Anulada,FechaAExpirar,Fec.Eliminado," +
        "Servicio,Cliente Nombre,Cliente Apellidos,Cliente Email,Tipo Doc.,Nro Documento,Cliente Alias," +
        "Cliente Telefono,Concepto Pago,Datos Adicionales,Canal,Fec.Actualizacion",
    );
    expect(row).toBe(
      `${cip},R-1,1500.15,Cancelado,22/11/2026 10:15:30,22/11/2026 11:15:30,,22/11/2026 14:15:30,,` +
        `PagoEfectivo Soles,"Ana ""la"" Ríos, hija",,ana@example.com,,,,+51987654321,,pago-1,Agente Kasnet,` +
        `22/11/2026 11:15:30`,
    );
    expect(end).toBe("");
  });

  test("says Cancelado for paid, and names every other state", async () => {
    bench.simulator.switches.reversal = "terminal";
    const cips = [];
    for (let index = 0; index < 5; index += 1) cips.push(await bench.client.createdCip());
    const [paid = "", expired = "", deleted = "", reversed = ""] = cips;
    await bench.simulator.pay(paid);
    await bench.simulator.expireNow(expired);
    await bench.client.remove(deleted);
    await bench.simulator.pay(reversed);
    await bench.simulator.reverse(reversed);

    const rows = bench.simulator.report(1001).trim().split("\r\n").slice(1);

    expect(rows.map((row) => row.split(",")[3])).toEqual([
      "Cancelado",
      "Expirado",
      "Eliminado",
      "Anulada",
      "Generado",
    ]);
  });
});

describe("12.27 the voucher page", () => {
  test("shows the code, the amount and the expiry in Lima time on a 12-hour clock, without a login", async () => {
    const answer = await bench.liveClient.create({
      amount: 1500.15,
      paymentConcept: "Pedido <b>7</b>",
      dateExpiry: "2026-11-23T00:05:00-05:00",
    });

    const page = await fetch(String(read(answer, "data", "cipUrl")));
    const html = await page.text();

    for (const text of [
      "Información para tu pago",
      "Empresa (recaudadora)",
      "PagoEfectivo Soles",
      "Código de pago (CIP)",
      `<dd>${String(read(answer, "data", "cip"))}</dd>`,
      "S/ 1,500.15",
      "Lunes 23/11/2026 - 12:05 AM",
      "Bodega &lt;Rosita&gt;",
      "Pedido &lt;b&gt;7&lt;/b&gt;",
      "Encuentra tu punto de pago",
    ]) {
      expect(html).toContain(text);
    }
  });

  test("names the dollar service for a CIP in USD", async () => {
    const answer = await bench.client.create({ currency: "USD", amount: 7 });

    const html = await (await fetch(String(read(answer, "data", "cipUrl")))).text();

    expect(html).toContain("PagoEfectivo Dólares");
    expect(html).toContain("US$ 7.00");
  });

  test("may be framed only where the switch says so", async () => {
    const url = String(read(await bench.client.create(), "data", "cipUrl"));

    const closed = await fetch(url);
    bench.simulator.switches.voucherFraming = true;
    const open = await fetch(url);

    expect(closed.headers.get("x-frame-options")).toBe("DENY");
    expect(open.headers.get("x-frame-options")).toBeNull();
    expect(open.headers.get("content-security-policy")).toBeNull();
  });

  test("does not exist for another GUID", async () => {
    const page = await fetch(
      `${bench.simulator.origin}/vouchers/00000000-0000-0000-0000-000000000000.html`,
    );

    expect(page.status).toBe(404);
  });

  test.each([
    ["2026-11-22T17:00:00Z", "Domingo 22/11/2026 - 12:00 PM"],
    ["2026-11-23T04:59:00Z", "Domingo 22/11/2026 - 11:59 PM"],
    ["2026-11-23T18:07:00Z", "Lunes 23/11/2026 - 01:07 PM"],
  ])("writes %s as %s", (instant, text) => {
    expect(voucherDateText(new Date(instant))).toBe(text);
  });
});
