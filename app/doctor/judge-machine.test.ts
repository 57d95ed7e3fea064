import { describe, expect, it } from "vitest";
import {
  judgeClock,
  judgeConfiguration,
  judgeDatabase,
  judgeMigrations,
  judgeOperator,
  judgeRuntime,
} from "./judge-machine.ts";

const NOW = new Date("2026-11-29T12:00:00Z");

describe("the runtime", () => {
  it.each([
    ["20.11.0", "node-old"],
    ["22.18.9", "node-old"],
    ["22.19.0", "node-good"],
    ["23.1.0", "node-short-lived"],
    ["24.21.0", "node-good"],
    ["25.0.0", "node-short-lived"],
    ["28.0.0", "node-good"],
  ])("Node %s is %s", (version, code) => {
    expect(judgeRuntime(version, NOW).code).toBe(code);
  });

  it("is good on the last day of its line, and not on the next", () => {
    expect(judgeRuntime("22.20.0", new Date("2027-04-30T23:00:00Z")).code).toBe("node-good");
    expect(judgeRuntime("22.20.0", new Date("2027-05-01T00:00:00Z")).code).toBe("node-ended");
  });
});

describe("the configuration", () => {
  const good = { problems: [], isProduction: true, knowsWebProxy: true };

  it("names every variable that cannot be used", () => {
    const { code, values } = judgeConfiguration({ ...good, problems: ["A: is not set", "B: is bad"] });

    expect(code).toBe("configuration-bad");
    expect(values).toEqual({ count: 2, problems: "A: is not set; B: is bad" });
  });

  it("asks who the proxy in front is, in production only", () => {
    expect(judgeConfiguration(good).code).toBe("configuration-good");
    expect(judgeConfiguration({ ...good, knowsWebProxy: false }).code).toBe("web-proxy-unknown");
    expect(judgeConfiguration({ ...good, knowsWebProxy: false, isProduction: false }).code).toBe(
      "configuration-good",
    );
  });
});

describe("who runs the service", () => {
  const named = {
    ...{ name: "Ejemplo S.A.C.", address: "Av. Arequipa 100, Lima", email: "hola@example.pe", phone: null },
    ...{ dataPlace: "Lima", incidentContact: "guardia@example.pe" },
  };

  it("is to be named, with where records stand and whom to tell of a leak; a telephone is theirs to give", () => {
    expect(judgeOperator(named).code).toBe("operator-named");
    expect(judgeOperator(null).code).toBe("operator-unnamed");
    expect(judgeOperator({ ...named, dataPlace: null, incidentContact: null })).toMatchObject({
      code: "operator-incomplete",
      values: { missing: "OPERATOR_DATA_PLACE, OPERATOR_INCIDENT_CONTACT" },
    });
  });
});

describe("the database", () => {
  it.each([
    ["ECONNREFUSED", "database-silent"],
    ["28P01", "database-refuses"],
    ["3D000", "database-absent"],
    ["timeout", "database-silent"],
  ])("that fails with %s is %s", (word, code) => {
    expect(judgeDatabase({ kind: "failed", word }).code).toBe(code);
  });

  it.each([
    [170_004, "database-untested"],
    [180_004, "database-good"],
    [190_000, "database-untested"],
  ])("of version %i is %s", (number, code) => {
    expect(judgeDatabase({ kind: "answered", number, version: "x" }).code).toBe(code);
  });
});

describe("the migrations", () => {
  const facts = {
    wanted: ["1_a", "2_b"],
    applied: new Set(["1_a", "2_b"]),
    unfinished: [],
    hasQueue: true,
  };

  it("are good when all are there, with the queue's own tables", () => {
    expect(judgeMigrations(facts).code).toBe("migrations-good");
    expect(judgeMigrations({ ...facts, hasQueue: false }).code).toBe("queue-tables-absent");
  });

  it("that are missing are counted, and the first of them is named", () => {
    const { code, values } = judgeMigrations({ ...facts, applied: new Set() });

    expect(code).toBe("migrations-missing");
    expect(values).toEqual({ count: 2, first: "1_a" });
  });

  it("of a newer version, or one that broke, are told apart from missing ones", () => {
    const ahead = new Set(["1_a", "2_b", "3_c"]);

    expect(judgeMigrations({ ...facts, applied: ahead })).toMatchObject({
      code: "migrations-ahead",
      values: { first: "3_c" },
    });
    expect(judgeMigrations({ ...facts, unfinished: ["2_b"] }).code).toBe("migrations-broken");
  });
});

describe("the clock", () => {
  it.each([
    [0, "clock-good"],
    [-5_000, "clock-good"],
    [5_001, "clock-off"],
    [-60_000, "clock-off"],
    [60_001, "clock-wrong"],
  ])("%i ms away is %s", (offsetMs, code) => {
    expect(judgeClock([{ whose: "the database's", offsetMs }]).code).toBe(code);
  });

  it("is held against whoever is furthest away, and nobody who was not read", () => {
    const said = judgeClock([
      { whose: "the database's", offsetMs: 20 },
      { whose: "PagoEfectivo's", offsetMs: -90_000 },
      { whose: "Shopify's", offsetMs: null },
    ]);

    expect(said).toMatchObject({ code: "clock-wrong", values: { whose: "PagoEfectivo's", seconds: 90 } });
  });
});
