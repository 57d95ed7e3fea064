import { describe, expect, it } from "vitest";
import { MERCHANT_LANGUAGES } from "#app/merchants/merchant-login.ts";
import type { ConnectAnswer, ConnectionView, SetView } from "#app/merchants/connection-view.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { ConnectPage, type Editing } from "./connect-page.tsx";

const set: SetView = {
  id: "0198f5a0-0000-7000-8000-000000000001",
  mode: "live",
  serviceId: 1202,
  currencies: ["PEN", "USD"],
  accessKey: { isSet: true, last4: "4f2a" },
  secretKey: { isSet: true },
  updatedAt: "2026-11-22T15:00:00.000Z",
  updatedBy: "Rosa Quispe",
  verifiedAt: "2026-11-24T15:42:00.000Z",
  refusedSince: null,
  noticeUrl: "https://app.ventanilla.example/pagoefectivo/notices/abc",
  liveCodes: 3,
};
const view: ConnectionView = { version: 4, account: { state: "applied", note: null }, sets: [set] };
const EDITING: Editing = { what: "set", mode: "live", setId: set.id };

function page(
  more: { view?: ConnectionView; answer?: ConnectAnswer; editing?: Editing } = {},
  language: "es" | "en" | "zh-CN" = "es",
) {
  const { editing } = more;
  return merchantHtml(
    <ConnectPage
      view={more.view ?? view}
      answer={more.answer ?? null}
      {...(editing && { editingAtFirst: editing })}
    />,
    { language },
    "/app/connect",
  );
}

describe("the connection page", () => {
  it("shows what is stored of an account, its notice address, and nothing of the secret key", async () => {
    const text = words(await page());

    expect(text).toContain("Servicio 1202");
    expect(text).toContain("termina en 4f2a");
    expect(text).toContain("por Rosa Quispe");
    expect(text).toContain("3 códigos aún se pueden pagar");
    expect(await page()).toContain(set.noticeUrl);
  });

  it("lists what PagoEfectivo asks of who has no account yet", async () => {
    const text = words(await page({ view: { ...view, sets: [] } }));

    for (const asked of [
      "RUC",
      "Licencia",
      "representante legal",
      "cuenta bancaria",
      "dominio",
      "3 a 7 días",
    ]) {
      expect(text).toContain(asked);
    }
    expect(text).toContain("Conectar cuenta de producción");
    expect(text).toContain("Conectar cuenta de pruebas");
  });

  it("says that keys are refused, since when, and what to do", async () => {
    const refused = { ...set, refusedSince: "2026-11-25T10:00:00.000Z" };

    const text = words(await page({ view: { ...view, sets: [refused] } }));

    expect(text).toContain("PagoEfectivo rechaza estas claves");
    expect(text).toContain("25 de noviembre de 2026");
  });
});

describe("an account that is being changed", () => {
  it("never brings a key back, and lets no browser fill one in", async () => {
    const html = await page({ editing: EDITING });

    const keys = html.match(/<input[^>]*type="password"[^>]*>/g) ?? [];
    expect(keys).toHaveLength(2);
    for (const field of keys) {
      expect(field).toContain('autoComplete="new-password"');
      expect(field).toContain('value=""');
    }
    expect(words(html)).toContain("Guardada (termina en 4f2a). Escribe para reemplazarla.");
  });

  it("shows no field in red before it was sent", async () => {
    expect(await page({ editing: EDITING })).not.toContain('aria-invalid="true"');
  });

  it("says beside the field what is wrong with it", async () => {
    const answer: ConnectAnswer = {
      kind: "refused",
      problems: { serviceId: "connect.problem.serviceId", secretKey: "connect.problem.keyShape" },
    };

    const html = await page({ editing: EDITING, answer });

    expect(html.match(/aria-invalid="true"/g)).toHaveLength(2);
    expect(words(html)).toContain("Escribe el código de servicio: de 1 a 6 números.");
  });

  it("says why nothing was saved, step by step, and offers to save anyway in sandbox only", async () => {
    const report = {
      mode: "live" as const,
      at: "2026-11-25T10:00:00.000Z",
      ok: false,
      totalMs: 130,
      steps: [
        { step: "host" as const, state: "passed" as const, ms: 130, fix: null, seconds: null },
        { step: "clock" as const, state: "passed" as const, ms: null, fix: null, seconds: 0 },
        {
          step: "keys" as const,
          state: "failed" as const,
          ms: 130,
          fix: "keys-refused" as const,
          seconds: null,
        },
        { step: "currency" as const, state: "skipped" as const, ms: null, fix: null, seconds: null },
      ],
    };
    const failed = (mayForce: boolean) =>
      page({ editing: EDITING, answer: { kind: "test-failed", report, mayForce } }).then(words);

    expect(await failed(false)).toContain("La conexión falla en: Claves aceptadas");
    expect(await failed(false)).toContain("deben ser del mismo entorno");
    expect(await failed(false)).not.toContain("Guardar de todos modos");
    expect(await failed(true)).toContain("Guardar de todos modos");
  });

  it("asks what becomes of codes that can still be paid", async () => {
    const text = words(await page({ editing: EDITING, answer: { kind: "asks", liveCodes: 1 } }));

    expect(text).toContain("1 código aún se puede pagar");
    expect(text).toContain("Dejar que terminen");
    expect(text).toContain("Anularlos ahora");
  });

  it("says that somebody else saved first", async () => {
    const text = words(await page({ editing: EDITING, answer: { kind: "conflict" } }));

    expect(text).toContain("Otra persona cambió estos ajustes. Recarga para verlos.");
  });
});

it.each(MERCHANT_LANGUAGES)("is complete in %s", async (language) => {
  const titles = {
    es: "Conexión con PagoEfectivo",
    en: "PagoEfectivo connection",
    "zh-CN": "PagoEfectivo 连接",
  };
  const texts = [await page({}, language), await page({ editing: EDITING }, language)].map(words);

  for (const text of texts) {
    expect(text).toContain(titles[language]);
    expect(text).not.toMatch(/connect\.[a-z]/);
    expect(text).not.toMatch(/[{}]/);
  }
});
