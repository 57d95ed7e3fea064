import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { z } from "zod";
import { displayAmount } from "./amounts.ts";
import type { CipRecord, CipState } from "./cip-register.ts";
import type { PayReceipt } from "./collector.ts";
import { escapeHtml } from "./html.ts";
import { voucherDateText } from "./lima-time.ts";
import type { SimulationParts } from "./simulation.ts";

const CHANNELS = [
  "Agente BCP",
  "Agente Kasnet",
  "Tambo+",
  "Western Union",
  "Banca móvil BCP",
  "Banca móvil Interbank",
  "Yape",
] as const;

// A form that is not ours names no code, and the counter refuses it as unknown.
const counterForm = z.object({
  cip: z.string().catch(""),
  channel: z.string().optional().catch(undefined),
});

const STATE_WORDS: Record<CipState, string> = {
  pending: "Pendiente de pago",
  paid: "Pagado",
  expired: "Expirado",
  deleted: "Eliminado",
  reversed: "Extornado",
};

const REFUSALS: Record<Extract<PayReceipt, { kind: "refused" }>["reason"], string> = {
  "unknown-cip": "Ese código no existe.",
  expired: "El código está expirado: no se puede cobrar.",
  deleted: "El código fue eliminado por el comercio: no se puede cobrar.",
  reversed: "El pago de este código fue extornado: no se puede cobrar.",
  paid: "El código ya está pagado.",
  "wrong-amount": "El monto no es el del código.",
};

/**
 * The agent's counter at `/counter`, for a person trying the system out: type the code, see the amount,
 * take the money or give it back. Plain forms, so that it works without JavaScript; every act ends in a
 * redirect, so that reloading the page does not pay twice.
 */
export function counterPages(parts: SimulationParts): Hono<{ Bindings: HttpBindings }> {
  const pages = new Hono<{ Bindings: HttpBindings }>();
  pages.get("/counter", (context) => {
    // People type the code in groups of three, as vouchers show it.
    const typed = (context.req.query("cip") ?? "").replace(/[\s-]/g, "");
    const record = parts.register.find(typed);
    const notice = noticeText(context.req.query("done"), context.req.query("refused"));
    const problem =
      typed !== "" && !record ? "No encontramos ese código. Revísalo e inténtalo otra vez." : null;
    const state = record ? parts.register.stateOf(record) : null;
    return context.html(page(typed, problem, notice, record, state));
  });
  pages.post("/counter/pay", async (context) => {
    const { cip, channel } = counterForm.parse(await context.req.parseBody());
    const receipt = parts.collector.pay(cip, { channel });
    const outcome =
      receipt.kind === "paid" ? `done=${receipt.operationNumber}` : `refused=${receipt.reason}`;
    return context.redirect(`/counter?cip=${encodeURIComponent(cip)}&${outcome}`, 303);
  });
  pages.post("/counter/reverse", async (context) => {
    const { cip } = counterForm.parse(await context.req.parseBody());
    const receipt = parts.collector.reverse(cip);
    const outcome = receipt.kind === "reversed" ? "done=reversed" : "refused=unknown-cip";
    return context.redirect(`/counter?cip=${encodeURIComponent(cip)}&${outcome}`, 303);
  });
  return pages;
}

function noticeText(done: string | undefined, refused: string | undefined): string | null {
  if (done === "reversed") return "Pago extornado.";
  if (done !== undefined && /^\d+$/.test(done)) return `Pago registrado. Número de operación: ${done}.`;
  const refusal = Object.entries(REFUSALS).find(([reason]) => reason === refused);
  return refusal ? refusal[1] : null;
}

function page(
  typed: string,
  problem: string | null,
  notice: string | null,
  record: CipRecord | null,
  state: CipState | null,
): string {
  return `<!DOCTYPE html>
<html lang="es">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${problem === null ? "" : "Error: "}Caja del agente (simulador)</title>
<style>
body { font-family: system-ui, sans-serif; max-width: 36rem; margin: 2rem auto; padding: 0 1rem; color: #1f2933; }
label { display: block; font-weight: 600; margin-top: 1rem; }
input, select, button { font: inherit; padding: 0.6rem; min-height: 2.75rem; margin-top: 0.25rem; }
button { background: #0b4f9e; color: #fff; border: 0; border-radius: 0.4rem; cursor: pointer; }
button.second { background: #fff; color: #8a1c1c; border: 2px solid #8a1c1c; }
:focus-visible { outline: 3px solid #b45309; outline-offset: 2px; }
.box { border: 2px solid #486581; border-radius: 0.4rem; padding: 0.75rem 1rem; margin: 1rem 0; }
.problem { color: #8a1c1c; }
dt { font-weight: 600; margin-top: 0.75rem; } dd { margin: 0; font-size: 1.2rem; }
</style>
</head>
<body>
<main>
<h1>Caja del agente</h1>
<p>Simulador de PagoEfectivo: aquí no se cobra dinero real.</p>
${notice === null ? "" : `<p class="box" role="status">${escapeHtml(notice)}</p>`}
<form method="get" action="/counter">
<label for="cip">Código de pago (CIP)</label>
${problem === null ? "" : `<p class="problem" id="cip-problem" role="alert">${escapeHtml(problem)}</p>`}
<input id="cip" name="cip" inputmode="numeric" autocomplete="off" required value="${escapeHtml(typed)}"${
    problem === null ? "" : ' aria-invalid="true" aria-describedby="cip-problem"'
  }>
<button type="submit">Consultar</button>
</form>
${record && state ? cipSection(record, state) : ""}
</main>
</body>
</html>
`;
}

function cipSection(record: CipRecord, state: CipState): string {
  const amount = displayAmount(record.amountCentimos, record.currency);
  const cip = escapeHtml(record.cip);
  return `<section aria-labelledby="cip-heading">
<h2 id="cip-heading">Código ${cip}</h2>
<dl>
<dt>Monto</dt><dd>${escapeHtml(amount)}</dd>
<dt>Estado</dt><dd>${escapeHtml(STATE_WORDS[state])}</dd>
<dt>Vence</dt><dd>${escapeHtml(voucherDateText(record.expires))}</dd>
</dl>
${state === "paid" ? reverseForm(cip) : payForm(cip, amount)}
</section>`;
}

/** Offered in every unpaid state: a late payment is the counter's to refuse, not the page's to hide. */
function payForm(cip: string, amount: string): string {
  const options = CHANNELS.map((channel) => `<option>${escapeHtml(channel)}</option>`).join("");
  return `<form method="post" action="/counter/pay">
<input type="hidden" name="cip" value="${cip}">
<label for="channel">Canal</label>
<select id="channel" name="channel">${options}</select>
<button type="submit">Pagar ${escapeHtml(amount)}</button>
</form>`;
}

function reverseForm(cip: string): string {
  return `<form method="post" action="/counter/reverse">
<input type="hidden" name="cip" value="${cip}">
<button type="submit" class="second">Extornar el pago</button>
</form>`;
}
