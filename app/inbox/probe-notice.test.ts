import { describe, expect, it } from "vitest";
import { Secret } from "#app/lib/secret.ts";
import { isProbeAnswer, nonceOfProbe, probeAnswer, probeBody } from "./probe-notice.ts";

const NONCE = "0123456789abcdefghij";
const KEY = new Secret("a-secret-key-of-a-service");

describe("a probe", () => {
  it("is known by its event, and by nothing that PagoEfectivo sends", () => {
    const notice = { eventType: "cip.paid", nonce: NONCE, data: { cip: "1", amount: 22.5 } };

    expect(nonceOfProbe(Buffer.from(probeBody(NONCE)))).toBe(NONCE);
    expect(nonceOfProbe(Buffer.from(JSON.stringify(notice)))).toBeNull();
    expect(nonceOfProbe(Buffer.from("{"))).toBeNull();
  });

  it("is spoilt by whoever reads its body and writes it anew", () => {
    const body = probeBody(NONCE);

    expect(JSON.stringify(JSON.parse(body)).replaceAll(" ", "")).not.toBe(body.replaceAll(" ", ""));
  });

  it("carries no nonce that could be more than a nonce", () => {
    const long = JSON.stringify({ eventType: "ventanilla.probe", nonce: `{"cip":"${NONCE}"}` });

    expect(nonceOfProbe(Buffer.from(long))).toBeNull();
  });
});

describe("the answer to a probe", () => {
  it("proves the key and the nonce", () => {
    const answer = probeAnswer(NONCE, KEY);

    expect(isProbeAnswer(answer, NONCE, KEY)).toBe(true);
    expect(isProbeAnswer(answer, `${NONCE}x`, KEY)).toBe(false);
    expect(isProbeAnswer(answer, NONCE, new Secret("another key"))).toBe(false);
  });

  it("is nothing that somebody else could say by chance", () => {
    for (const said of [undefined, null, {}, "", "ok", "0".repeat(64)]) {
      expect(isProbeAnswer(said, NONCE, KEY)).toBe(false);
    }
  });
});
