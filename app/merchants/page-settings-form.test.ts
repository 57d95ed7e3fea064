import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { pageFields, parsePageForm, type PageFields, type PageSettings } from "./page-settings-form.ts";

const STORED: PageSettings = {
  storeName: "Tienda X",
  helpUrl: "https://tienda-x.pe/ayuda",
  supportEmail: "ayuda@tienda-x.pe",
  supportWhatsapp: "+51987654321",
  supportPhone: "(01) 234 5678",
  offersEnglish: true,
  accentColor: "#0b5c8a",
};

const parse = (typed: Partial<PageFields>) => parsePageForm({ ...pageFields(STORED), ...typed });
const problems = (typed: Partial<PageFields>) => {
  const parsed = parse(typed);
  return parsed.kind === "refused" ? parsed.problems : {};
};

describe("the settings of the shopper's page", () => {
  it("are read back as they were", () => {
    expect(parse({})).toEqual({ kind: "parsed", settings: STORED });
  });

  it("may leave out everything but the store's name", () => {
    const empty = {
      helpUrl: "",
      supportEmail: " ",
      supportWhatsapp: "",
      supportPhone: "",
      accentColor: "",
    };

    expect(parse({ ...empty, english: "no" })).toEqual({
      kind: "parsed",
      settings: {
        storeName: "Tienda X",
        helpUrl: null,
        supportEmail: null,
        supportWhatsapp: null,
        supportPhone: null,
        offersEnglish: false,
        accentColor: null,
      },
    });
  });

  it.each(["", "  ", "…", "<b>Tienda</b>", "T".repeat(61), "Tienda\u202eX"])(
    "refuse %j as a store's name",
    (storeName) => {
      expect(problems({ storeName })).toEqual({ storeName: "page.problem.storeName" });
    },
  );

  it.each([
    "http://tienda-x.pe",
    "javascript:alert(1)",
    "https://user:secret@tienda-x.pe",
    "https://localhost/x",
    "https://127.0.0.1/x",
    "tienda-x.pe/ayuda",
    `https://tienda-x.pe/${"x".repeat(300)}`,
  ])("refuse %j as a help centre", (helpUrl) => {
    expect(problems({ helpUrl })).toEqual({ helpUrl: "page.problem.helpUrl" });
  });

  it.each(["ayuda", "a@b", "a b@tienda.pe", "a@tienda.pe?cc=x@y.pe", "a%0ab@tienda.pe", "<a@tienda.pe>"])(
    "refuse %j as an e-mail address",
    (supportEmail) => {
      expect(problems({ supportEmail })).toEqual({ supportEmail: "page.problem.email" });
    },
  );

  it.each([
    ["987 654 321", "+51987654321"],
    ["+86 138-0013-8000", "+8613800138000"],
    ["51987654321", "+51987654321"],
  ])("read the WhatsApp number %j", (supportWhatsapp, read) => {
    expect(parse({ supportWhatsapp })).toMatchObject({ settings: { supportWhatsapp: read } });
  });

  it.each(["0800 12345", "1234", "987654321x", "wa.me/51987654321"])(
    "refuse %j as a WhatsApp number",
    (supportWhatsapp) => {
      expect(problems({ supportWhatsapp })).toEqual({ supportWhatsapp: "page.problem.whatsapp" });
    },
  );

  it("take a number that is dialled in Peru only, and no words", () => {
    expect(parse({ supportPhone: "0800-12345" })).toMatchObject({
      settings: { supportPhone: "0800-12345" },
    });
    expect(problems({ supportPhone: "llámanos" })).toEqual({ supportPhone: "page.problem.phone" });
  });

  it("refuse a colour that cannot be read, and one that is none", () => {
    expect(problems({ accentColor: "#ffd400" })).toEqual({ accentColor: "page.problem.contrast" });
    expect(problems({ accentColor: "amarillo" })).toEqual({ accentColor: "page.problem.color" });
  });

  it("never keep what could break out of an address, whatever is typed", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(pageFields(STORED))), fc.string()),
        (typed) => {
          const parsed = parse(typed);

          if (parsed.kind === "refused") return;
          const { helpUrl, supportEmail, supportWhatsapp, accentColor } = parsed.settings;
          expect(helpUrl ?? "https://").toMatch(/^https:\/\/[^"<>\s]*$/);
          expect(supportEmail ?? "").toMatch(/^[\w.+@-]*$/);
          expect(supportWhatsapp ?? "+").toMatch(/^\+\d*$/);
          expect(accentColor ?? "#000000").toMatch(/^#[0-9a-f]{6}$/);
        },
      ),
    );
  });
});
