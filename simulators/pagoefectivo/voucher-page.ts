import { displayAmount } from "./amounts.ts";
import type { CipRecord } from "./cip-register.ts";
import { escapeHtml } from "./html.ts";
import { voucherDateText } from "./lima-time.ts";

/**
 * The hosted voucher page: what the captures in the vendor's documents show. The real page is a static
 * file: it looks the same after payment or expiry, and it neither refreshes nor leads back to the shop.
 */
export function voucherPage(record: CipRecord, merchantName: string): string {
  const isSoles = record.currency === "PEN";
  const service = isSoles ? "PagoEfectivo Soles" : "PagoEfectivo Dólares";
  const facts: [string, string][] = [
    ["Empresa (recaudadora)", "PagoEfectivo"],
    ["Servicio", service],
    ["Código de pago (CIP)", record.cip],
    ["Monto a pagar", displayAmount(record.amountCentimos, record.currency)],
    ["Págalo antes del", voucherDateText(record.expires)],
    ["Comercio", merchantName],
    ["Concepto", record.details.paymentConcept],
  ];
  const rows = facts
    .filter(([, value]) => value !== "")
    .map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`)
    .join("\n");
  return `<!DOCTYPE html>
<html lang="es">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>PagoEfectivo (simulador)</title>
<style>
body { font-family: system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; color: #1f2933; }
dt { font-weight: 600; margin-top: 1rem; } dd { margin: 0; font-size: 1.25rem; }
</style>
</head>
<body>
<main>
<h1>Información para tu pago</h1>
<p>Página de prueba: esto no es PagoEfectivo y aquí no se paga dinero real.</p>
<dl>
${rows}
</dl>
<h2>Encuentra tu punto de pago</h2>
<h3>Banca por internet y banca móvil</h3>
<p>Elige Pago de servicios, busca la empresa PAGOEFECTIVO y el servicio ${escapeHtml(service)}, e ingresa tu código.</p>
<h3>Agentes y bodegas</h3>
<p>Indica que es un pago a PagoEfectivo, la moneda y dicta tu código de pago (CIP).</p>
</main>
</body>
</html>
`;
}

/** What the object storage answers once the file is gone, as in the vendor's capture. */
export function goneVoucher(voucherId: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code>` +
    `<Message>The specified key does not exist.</Message><Key>${escapeHtml(voucherId)}.html</Key></Error>`
  );
}
