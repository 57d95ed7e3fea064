import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "#app/lib/secret.ts";
import { authorizationHash, verifyNoticeSignature } from "./notice-signature.ts";

const KEY_TEXT = "TESTSECRETKEY00000000000000000000000001x";
const KEY = new Secret(KEY_TEXT);
const BODY =
  '{"eventType":"cip.paid","operationNumber":"1253","data":{"cip":"311025640","currency":"PEN","amount":22.50}}';
const SIGNATURE = "8cc315056b27b520350ec166321d9ca60d5701f59f8c13f6c2ea1bb2a2e47954";
const SIGNATURE_WITHOUT_ZERO = "1a0a57302ee28ca496479b9c7ab968d721e455c6976d1b00ca78398e2377e1b5";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const sign = (text: string): string => createHmac("sha256", KEY_TEXT).update(text).digest("hex");

describe("a notice's signature", () => {
  it("is accepted over the bytes as received, zeros included", () => {
    expect(verifyNoticeSignature(bytes(BODY), SIGNATURE, KEY)).toBe("raw");
    expect(verifyNoticeSignature(bytes(BODY.replace("22.50", "22.5")), SIGNATURE_WITHOUT_ZERO, KEY)).toBe(
      "raw",
    );
  });

  it("is refused when the amount is the same number in other characters", () => {
    expect(verifyNoticeSignature(bytes(BODY), SIGNATURE_WITHOUT_ZERO, KEY)).toBeNull();
    expect(verifyNoticeSignature(bytes(BODY.replace("22.50", "22.5")), SIGNATURE, KEY)).toBeNull();
  });

  it("is refused under another key, with another byte, or absent", () => {
    expect(verifyNoticeSignature(bytes(BODY), SIGNATURE, new Secret(`${KEY_TEXT}.`))).toBeNull();
    expect(verifyNoticeSignature(bytes(BODY.replace("311025640", "311025641")), SIGNATURE, KEY)).toBeNull();
    expect(verifyNoticeSignature(bytes(BODY), null, KEY)).toBeNull();
    expect(verifyNoticeSignature(bytes(BODY), "", KEY)).toBeNull();
    expect(verifyNoticeSignature(bytes(BODY), SIGNATURE.slice(1), KEY)).toBeNull();
    expect(verifyNoticeSignature(bytes(BODY), `${SIGNATURE}00`, KEY)).toBeNull();
    expect(verifyNoticeSignature(bytes(BODY), "z".repeat(64), KEY)).toBeNull();
  });

  it("is accepted over a pretty-printed body by its compact form, and says so", () => {
    const pretty = BODY.replaceAll(",", ",\r\n\t").replaceAll(":", ": ");

    expect(verifyNoticeSignature(bytes(pretty), SIGNATURE, KEY)).toBe("compacted");
  });

  it("keeps every space that is inside a text", () => {
    const compact = '{"a b":"c \\" d\\\\","e":"ñ \u00a0"}';

    expect(verifyNoticeSignature(bytes(`\n${compact.replace(",", " , ")} `), sign(compact), KEY)).toBe(
      "compacted",
    );
    expect(verifyNoticeSignature(bytes(compact.replace("c ", "c  ")), sign(compact), KEY)).toBeNull();
  });

  it("is accepted for any document, however it is indented", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 4 }), (value, indent) => {
        const compact = JSON.stringify(value);
        const pretty = `${JSON.stringify(value, null, indent)}\n`;

        expect(verifyNoticeSignature(bytes(compact), sign(compact), KEY)).toBe("raw");
        expect(verifyNoticeSignature(bytes(pretty), sign(compact), KEY)).toBe("compacted");
      }),
    );
  });
});

describe("the authorization hash", () => {
  it("is the SHA-256 of service, keys and date joined by dots", () => {
    const hash = authorizationHash({
      serviceId: 9999,
      accessKey: new Secret("TESTACCESSKEY0000001"),
      secretKey: KEY,
      dateRequest: "2026-11-22T10:15:30-05:00",
    });

    expect(hash).toBe("15fdd09cc8fe7eb0a0b817e675acc4a21f69cdd884481e4334195c85508898b4");
  });
});
