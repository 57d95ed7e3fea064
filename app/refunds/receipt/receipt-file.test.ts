import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkReceipt, MOST_RECEIPT_BYTES, receiptName, type ReceiptType } from "./receipt-file.ts";

/** The smallest real picture of one dot: written by hand from the standard. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 0xff, 0xd9]);
const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n");

const SAMPLES: Record<ReceiptType, { bytes: Buffer; name: string }> = {
  "application/pdf": { bytes: PDF, name: "recibo.pdf" },
  "image/png": { bytes: PNG, name: "captura.PNG" },
  "image/jpeg": { bytes: JPEG, name: "foto.de.hoy.jpeg" },
};
const TYPES = ["application/pdf", "image/png", "image/jpeg"] as const;

const check = (name: string, claimedType: string, bytes: Uint8Array) =>
  checkReceipt({ name, claimedType, bytes });

describe("a receipt", () => {
  it.each(TYPES)("is taken as %s by its content", (type) => {
    const { bytes, name } = SAMPLES[type];

    expect(check(name, type, bytes)).toEqual({ kind: "receipt", type });
    expect(check(name, "", bytes)).toEqual({ kind: "receipt", type });
    expect(check(name, "application/octet-stream", bytes)).toEqual({ kind: "receipt", type });
  });

  it("is refused where its name or its sender claims another type than it is", () => {
    for (const type of TYPES) {
      for (const other of TYPES) {
        const { bytes, name } = SAMPLES[type];
        if (other === type) continue;
        expect(check(name, other, bytes)).toMatchObject({ reason: "not-what-it-claims" });
        expect(check(SAMPLES[other].name, type, bytes)).toMatchObject({ reason: "not-what-it-claims" });
      }
    }
    expect(check("recibo", "application/pdf", PDF)).toMatchObject({ reason: "not-what-it-claims" });
    expect(check("recibo.pdf.html", "text/html", PDF)).toMatchObject({ reason: "not-what-it-claims" });
  });

  it.each([
    ["a page", "<!doctype html><script>alert(1)</script>"],
    ["a program", "MZ\u0090\u0000"],
    ["a picture that is a program", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ["a page in front of a document", "<script>1</script>\n%PDF-1.7\n%%EOF"],
    ["a document without its version", "%PDF-\n%%EOF"],
  ])("is not %s that is called a PDF", (_, text) => {
    expect(check("recibo.pdf", "application/pdf", Buffer.from(text))).toEqual({
      kind: "refused",
      reason: "not-a-receipt",
    });
  });

  it.each(TYPES)("is not a %s that was cut off on its way", (type) => {
    const { bytes, name } = SAMPLES[type];
    const cut = bytes.subarray(0, bytes.length - 8);

    expect(check(name, type, cut)).toEqual({ kind: "refused", reason: "not-a-receipt" });
  });

  it("is never made of random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (bytes) => {
        expect(check("recibo.pdf", "application/pdf", bytes).kind).toBe("refused");
      }),
    );
  });

  it("is refused empty, and above 5 MB to the byte", () => {
    const padded = (size: number) =>
      Buffer.concat([PDF, Buffer.alloc(size - PDF.length - 6, 32), Buffer.from("%%EOF\n")]);

    expect(check("recibo.pdf", "application/pdf", Buffer.alloc(0))).toMatchObject({ reason: "empty" });
    expect(check("recibo.pdf", "application/pdf", padded(MOST_RECEIPT_BYTES))).toMatchObject({
      kind: "receipt",
    });
    expect(check("recibo.pdf", "application/pdf", padded(MOST_RECEIPT_BYTES + 1))).toMatchObject({
      reason: "too-large",
    });
  });

  it("takes a photograph whose phone padded its end", () => {
    expect(check("foto.jpg", "image/jpg", Buffer.concat([JPEG, Buffer.alloc(64)]))).toMatchObject({
      kind: "receipt",
    });
  });

  it("is kept under a name that says nothing of anybody", () => {
    expect(receiptName("019374a0-0000-7000-8000-0000000a1b2c", "image/jpeg")).toBe(
      "comprobante-019374a0-0000-7000-8000-0000000a1b2c.jpg",
    );
  });
});
