import { describe, expect, it } from "vitest";
import type { LogEntryView } from "#app/log/log-entry.ts";
import { DIRECTIONS, KINDS_OF, readLogFilter, VERDICTS_OF, type LogList } from "#app/log/log-list.ts";
import { SIGNATURE_CAUSES } from "#app/pagoefectivo/signature-cause.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { EntryPage } from "./entry-page.tsx";
import { LogPage } from "./log-page.tsx";

const AT = "2026-11-24T15:42:00.000Z";

const LIST: LogList = {
  filter: readLogFilter(new URLSearchParams()),
  rows: [
    {
      ...{
        id: "e-019aab00-0000-7000-8000-000000000001",
        at: AT,
        kind: "cip.paid",
        verdict: "bad-signature",
      },
      ...{ tookMs: 12, attempts: 1, times: 40, sessionId: "u0nwm", test: true },
    },
    {
      ...{ id: "n-019aab00-0000-7000-8000-000000000002", at: AT, kind: "cip.paid", verdict: "accepted" },
      ...{ tookMs: 1_400, attempts: 3, times: 1, sessionId: "u0nwn", test: false },
    },
  ],
  next: null,
  isFirst: true,
  health: { lastAt: AT, good: 12, bad: 1, oldestWaiting: null },
  silence: null,
  keep: { days: 90, version: 0 },
  now: AT,
};

const ENTRY: LogEntryView = {
  ...{ id: "e-019aab00-0000-7000-8000-000000000001", direction: "from-pagoefectivo", kind: "cip.paid" },
  ...{ verdict: "bad-signature", at: AT, tookMs: 12, times: 1, httpStatus: 401, reason: null },
  payment: { id: "019aab00-0000-7000-8000-00000000000a", sessionId: "u0nwm", test: false },
  ...{ refundId: null, simulated: false, fields: { cip: "311025640" } },
  causes: [{ cause: "other-environment", keys: { mode: "sandbox", serviceId: 2001 } }],
  ...{ attempts: [], attemptCount: 1, nextAt: null, again: { effect: "look-up" } },
};

const listText = async (more: Partial<LogList> = {}) =>
  words(await merchantHtml(<LogPage list={{ ...LIST, ...more }} answer={null} />));
const entryText = async (more: Partial<LogEntryView> = {}) =>
  words(await merchantHtml(<EntryPage view={{ ...ENTRY, ...more }} />));

describe("the log's list", () => {
  it("says of each message what it was, what became of it, of which payment, and how long it took", async () => {
    const text = await listText();

    expect(text).toContain("Aviso de pago Crítico Firma inválida Información Prueba");
    expect(text).toContain("Pago u0nwm 12 ms 40 veces en un minuto");
    expect(text).toContain("Pago u0nwn 1,400 ms 3 intentos");
  });

  it("shows how the direction fares, red only where more goes wrong than right", async () => {
    expect(await listText()).toContain("Todo bien");
    expect(await listText()).toContain("12 bien, 1 con problemas");
    expect(await listText({ health: { ...LIST.health, good: 0, bad: 3 } })).toContain("Con problemas");
    expect(await listText({ health: { lastAt: null, good: 0, bad: 0, oldestWaiting: AT } })).toContain(
      "Desde martes, 24 de noviembre de 2026",
    );
  });

  it("speaks of a silence with what it means and what to check", async () => {
    const text = await listText({ silence: { since: AT, payable: 3, paidWithout: 1 } });

    expect(text).toContain("PagoEfectivo no avisa desde martes, 24 de noviembre de 2026");
    expect(text).toContain("3 códigos esperan pago ahora.");
    expect(text).toContain("Desde entonces encontramos 1 pago del que nadie avisó.");
  });

  it.each(DIRECTIONS)(
    "has words for every kind and verdict of %s, in every language",
    async (direction) => {
      const [first] = LIST.rows;
      const rows = KINDS_OF[direction].flatMap((kind) =>
        VERDICTS_OF[direction].map((verdict) => ({ ...first, kind, verdict, id: `e-${kind}-${verdict}` })),
      );
      const list = { ...LIST, filter: { ...LIST.filter, direction }, rows } as LogList;

      for (const language of ["es", "en", "zh-CN"] as const) {
        const html = await merchantHtml(<LogPage list={list} answer={null} />, { language });
        expect(words(html)).not.toMatch(/log\.\w/);
        expect(html.match(/<li/g)?.length).toBeGreaterThanOrEqual(rows.length);
      }
    },
  );

  it("leads back from filters that nothing fits", async () => {
    const filter = { ...LIST.filter, payment: "nobody" };

    expect(await listText({ rows: [] })).toContain("Aún no hay mensajes");
    expect(await listText({ rows: [], filter })).toContain(
      "Ningún mensaje con estos filtros Quitar filtros",
    );
  });
});

describe("an entry of the log", () => {
  it("explains a bad signature, and whose keys it fits", async () => {
    const text = await entryText();

    expect(text).toContain("Está firmado con las claves del otro ambiente.");
    expect(text).toContain("Encaja con las claves del servicio 2001 (Prueba).");
    expect(text).toContain("registre en cada uno la suya");
  });

  it.each(SIGNATURE_CAUSES)("has words for %s in every language", async (cause) => {
    for (const language of ["es", "en", "zh-CN"] as const) {
      const view = { ...ENTRY, causes: [{ cause, keys: null }] };
      expect(words(await merchantHtml(<EntryPage view={view} />, { language }))).not.toMatch(/log\.\w/);
    }
  });

  it("says what processing it again does, or why there is nothing to process", async () => {
    expect(await entryText()).toContain("No repite este mensaje: le pregunta ahora a PagoEfectivo");
    const never = await entryText({ again: { not: "never-repeated" } });
    expect(never).toContain("el comprador podría pagar dos veces");
    expect(await merchantHtml(<EntryPage view={{ ...ENTRY, again: { not: "done" } }} />)).not.toContain(
      ">Procesar otra vez</span></button>",
    );
  });

  it("shows every attempt with the wait before it, and when the next one is", async () => {
    const text = await entryText({
      ...{ direction: "to-shopify", kind: "resolve", verdict: "retrying", nextAt: AT, attemptCount: 2 },
      attempts: [
        { at: AT, tookMs: 40, answer: "timeout", why: null, waitedMs: null },
        {
          at: "2026-11-24T15:42:05.000Z",
          tookMs: 40,
          answer: "server-error",
          why: "THROTTLED",
          waitedMs: 4_960,
        },
      ],
    });

    expect(text).toContain("Falló · timeout");
    expect(text).toContain("Falló · THROTTLED");
    expect(text).toContain("5 s después del anterior");
    expect(text).toContain("Próximo intento");
  });
});
