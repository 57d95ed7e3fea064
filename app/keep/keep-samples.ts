import type { KeptCode } from "./kept-code.ts";

// A code taken along, for tests.
export const NOW = new Date("2026-11-22T15:00:00.000Z");

export const payable: KeptCode = {
  frame: {
    slug: "slug-of-this-payment",
    pageUrl: "https://pagos.example/v/slug-of-this-payment",
    language: "es",
    storeName: "Zapatos Ñandú; Cusco, Perú",
    amount: { centimos: 123450, currency: "PEN" },
    test: false,
    languages: ["es", "en"],
    accentColor: null,
    support: { helpUrl: null, email: null, whatsapp: null, phone: null },
    paymentReference: "u0nwmSrNntjIWozmNslK5Tlq",
    version: 4,
  },
  cip: "123456789",
  expiresAt: "2026-11-25T04:59:00.000Z",
  standing: "payable",
  paidAt: null,
  revision: 3,
};
export const paid: KeptCode = {
  ...payable,
  standing: "paid",
  paidAt: "2026-11-23T20:30:00.000Z",
  revision: 4,
};
export const over: KeptCode = { ...payable, standing: "over", revision: 5 };
export const sandbox: KeptCode = { ...payable, frame: { ...payable.frame, test: true } };
export const english: KeptCode = { ...payable, frame: { ...payable.frame, language: "en" } };
