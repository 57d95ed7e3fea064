import { describe, expect, it } from "vitest";
import { readConfig } from "#app/lib/config.server.ts";
import { LOCAL, namedIn, refusalOf } from "../../tests/builders/configuration.ts";

const WHO = {
  OPERATOR_NAME: "Ejemplo S.A.C.",
  OPERATOR_ADDRESS: "Av. Arequipa 100, Lima",
  OPERATOR_EMAIL: "hola@example.pe",
};

describe("who operates the installation", () => {
  it("is nobody where nothing is said", () => {
    expect(readConfig(LOCAL).operator).toBeNull();
  });

  it("is named with what was given, the rest being absent", () => {
    expect(readConfig({ ...LOCAL, ...WHO, OPERATOR_PHONE: "+51 1 555 0100" }).operator).toEqual({
      name: "Ejemplo S.A.C.",
      address: "Av. Arequipa 100, Lima",
      email: "hola@example.pe",
      phone: "+51 1 555 0100",
      dataPlace: null,
      incidentContact: null,
    });
  });

  it("is named whole or not at all", () => {
    expect(namedIn(refusalOf({ ...LOCAL, OPERATOR_NAME: "Ejemplo S.A.C." }))).toEqual([
      "OPERATOR_ADDRESS",
      "OPERATOR_EMAIL",
    ]);
    expect(namedIn(refusalOf({ ...LOCAL, OPERATOR_INCIDENT_CONTACT: "guardia@example.pe" }))).toHaveLength(
      3,
    );
  });

  it("is one line of text, with an address that can be written to", () => {
    expect(namedIn(refusalOf({ ...LOCAL, ...WHO, OPERATOR_EMAIL: "hola" }))).toEqual(["OPERATOR_EMAIL"]);
    expect(namedIn(refusalOf({ ...LOCAL, ...WHO, OPERATOR_NAME: "a\nb" }))).toEqual(["OPERATOR_NAME"]);
    expect(namedIn(refusalOf({ ...LOCAL, ...WHO, OPERATOR_PHONE: "call us" }))).toEqual(["OPERATOR_PHONE"]);
  });
});
