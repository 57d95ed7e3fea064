import { describe, expect, it } from "vitest";
import { CHOOSABLE_BANKS } from "./banks.ts";
import { hintOf } from "./destination.ts";
import { readDestination, type TypedDestination } from "./destination-form.ts";

const PERSON = { holder: "Ana Pérez Quispe", documentKind: "dni", documentNumber: "10117410-2" };
const CCI = "011-366-000100032542-21";

const problemsOf = (typed: TypedDestination) => {
  const read = readDestination(typed, "PEN");
  return read.kind === "refused" ? read.problems : null;
};

describe("a destination", () => {
  it("by CCI is read whole, and its hint tells no more than bank, last four, initials and kind of document", () => {
    const read = readDestination({ kind: "cci", cci: CCI, ...PERSON }, "PEN");

    expect(read).toEqual({
      kind: "read",
      destination: {
        kind: "cci",
        cci: "01136600010003254221",
        holder: "Ana Pérez Quispe",
        documentKind: "dni",
        documentNumber: "10117410",
      },
    });
    expect(read.kind === "read" && hintOf(read.destination)).toEqual({
      kind: "cci",
      bank: "BBVA",
      last4: "4221",
      holderInitials: "A. P. Q.",
      documentKind: "dni",
    });
  });

  it.each([
    ["002", "193-36600820-0-24", "19336600820024"],
    ["002", "193-6600820-0-21", "1936600820021"],
    ["003", "924-3192402996", "9243192402996"],
    ["009", "280 0062989", "2800062989"],
    ["011", "0011-0356-0200194450", "001103560200194450"],
    ["018", "04-005-880586", "04005880586"],
  ])("at bank %s by %s is that account", (bank, account, kept) => {
    const read = readDestination({ kind: "account", bank, account, ...PERSON }, "PEN");

    expect(read).toMatchObject({ kind: "read", destination: { kind: "account", bank, account: kept } });
  });

  it.each(["987654321", "+51 987 654 321", "0051987654321", "51987654321", "(+51) 987-654-321"])(
    "by Yape at %s is one Peruvian mobile",
    (phone) => {
      const read = readDestination({ kind: "yape", phone, ...PERSON }, "PEN");

      expect(read).toMatchObject({ kind: "read", destination: { kind: "yape", phone: "987654321" } });
      expect(read.kind === "read" && hintOf(read.destination)).toMatchObject({ bank: null, last4: "4321" });
    },
  );
});

describe("the list of banks", () => {
  it("begins with the largest four, and names each bank once", () => {
    const names = CHOOSABLE_BANKS.map(({ name }) => name);

    expect(names.slice(0, 4)).toEqual(["BCP", "BBVA", "Interbank", "Scotiabank"]);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("Banco de la Nación");
  });
});

describe("what is wrong stands beside its field", () => {
  it.each<[TypedDestination, object]>([
    [{}, { kind: "kind-missing", documentKind: "document-kind-missing", holder: "holder-missing" }],
    [{ kind: "paypal", ...PERSON }, { kind: "kind-missing" }],
    [{ kind: "cci", ...PERSON }, { cci: "cci-missing" }],
    [{ kind: "cci", cci: "01136600010003254231", ...PERSON }, { cci: "cci-check-bank" }],
    [{ kind: "yape", phone: "+34 612 345 678", ...PERSON }, { phone: "phone-foreign" }],
    [{ kind: "plin", phone: "01 444 5566", ...PERSON }, { phone: "phone-mobile" }],
    [{ kind: "plin", phone: "+51 1 4445566", ...PERSON }, { phone: "phone-mobile" }],
    [{ kind: "yape", ...PERSON }, { phone: "phone-missing" }],
    [{ kind: "account", account: "123456789", ...PERSON }, { bank: "bank-missing" }],
    [
      { kind: "account", bank: "999", account: "12", ...PERSON },
      { bank: "bank-missing", account: "account-length" },
    ],
    [{ kind: "account", bank: "003", account: "924319240299", ...PERSON }, { account: "account-length" }],
    [{ kind: "account", bank: "018", account: "0400588058x", ...PERSON }, { account: "account-digits" }],
    [
      { kind: "account", bank: "038", account: "4111 1111 1111 1111", ...PERSON },
      { account: "account-card" },
    ],
    [{ kind: "cci", cci: CCI, ...PERSON, documentNumber: "10117410-3" }, { documentNumber: "dni-check" }],
    [{ kind: "cci", cci: CCI, ...PERSON, documentKind: "ruc" }, { documentNumber: "ruc-shape" }],
  ])("%j", (typed, problems) => {
    expect(problemsOf(typed)).toEqual(problems);
  });

  it.each(["yape", "plin"])("a wallet for dollars, which it does not hold: %s", (kind) => {
    const typed = { kind, phone: "987654321", ...PERSON };

    expect(readDestination(typed, "PEN").kind).toBe("read");
    expect(readDestination(typed, "USD")).toEqual({
      kind: "refused",
      problems: { kind: "kind-missing" },
    });
    expect(readDestination({ kind: "cci", cci: CCI, ...PERSON }, "USD").kind).toBe("read");
  });

  it("and says nothing of fields of another kind", () => {
    expect(problemsOf({ kind: "cci", cci: CCI, phone: "1", account: "x", ...PERSON })).toBeNull();
  });
});
