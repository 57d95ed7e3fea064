import { describe, expect, it } from "vitest";
import { comparableEmail, comparablePhone, recognise } from "./person.ts";

describe("an e-mail address", () => {
  it.each([
    ["ana.perez@example.com", "Ana.Perez@Example.COM"],
    ["ana.perez@example.com", "  ana.perez@example.com\n"],
    ["ana.perez@example.com", "ana.perez @example.com"],
    ["jos\u00e9@example.com", "jose\u0301@example.com"],
  ])("%s is the same as %j", (one, other) => {
    expect(comparableEmail(other)).toBe(one);
  });

  it.each([
    ["a dot of Gmail's", "ana.perez@gmail.com", "anaperez@gmail.com"],
    ["a tag", "ana+tienda@example.com", "ana@example.com"],
    ["another host", "ana@example.com", "ana@example.pe"],
  ])("with %s is another person's", (_, one, other) => {
    expect(comparableEmail(one)).not.toBe(comparableEmail(other));
  });

  it.each([null, "", "   ", "ana", "@example.com", "ana@", "a@b@c"])("%j is none", (text) => {
    expect(comparableEmail(text)).toBeNull();
  });
});

describe("a phone number", () => {
  it.each([
    "+51987654321",
    "+51 987 654 321",
    "(+51) 987-654-321",
    "0051 987654321",
    "51987654321",
    "51 0987654321",
    "0987654321",
    "987654321",
    " 987 654 321 ",
    "987.654.321",
    "\uff0b51\u3000987654321",
  ])("written as %j is one Peruvian mobile", (text) => {
    expect(comparablePhone(text)).toBe("51987654321");
  });

  it.each(["+51 1 4445566", "(01) 444-5566", "14445566", "5114445566"])(
    "written as %j is one landline in Lima",
    (text) => {
      expect(comparablePhone(text)).toBe("5114445566");
    },
  );

  it.each([
    ["+86 138 0013 8000", "8613800138000"],
    ["0086 13800138000", "8613800138000"],
    ["+1 (212) 555-0100", "12125550100"],
    ["+34 912345678", "34912345678"],
  ])("of another country, %j, keeps its country", (text, digits) => {
    expect(comparablePhone(text)).toBe(digits);
  });

  it("of another country is not a Peruvian one with the same last digits", () => {
    expect(comparablePhone("+34 987654321")).not.toBe(comparablePhone("987654321"));
    expect(comparablePhone("+987654321")).not.toBe(comparablePhone("987654321"));
  });

  it.each([null, "", "12345", "no tengo", "987654321 casa", "0000000", "1".repeat(19)])(
    "%j is none",
    (text) => {
      expect(comparablePhone(text)).toBeNull();
    },
  );
});

describe("a person", () => {
  it("is recognised by the e-mail or by the phone, however they are written", () => {
    const isTheirs = recognise({ email: "Ana@Example.com", phone: "+51987654321" });

    expect(isTheirs({ email: "ana@example.com", phone: null })).toBe(true);
    expect(isTheirs({ email: "otra@example.com", phone: "987 654 321" })).toBe(true);
    expect(isTheirs({ email: "otra@example.com", phone: "912345678" })).toBe(false);
  });

  it("without either is nobody, not everybody without either", () => {
    const isTheirs = recognise({ email: null, phone: " " });

    expect(isTheirs({ email: null, phone: null })).toBe(false);
    expect(isTheirs({ email: "", phone: "" })).toBe(false);
  });
});
