import { describe, expect, it } from "vitest";
import { scrubText } from "#app/lib/scrub-text.ts";

/** Made up, in the forms in which the product handles them. */
const CANARIES = {
  email: "canario.correo+1@mail.example.com",
  phone: "+51 912 345 678",
  phoneDigits: "51912345678",
  document: "45678912",
  cip: "311025640",
  slug: "Zk3vQ9xT2mB7rW5nY8pL4sD6fG1hJ0cA",
  accessToken: "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",
  accessKey: "MzQ1Njc4OTAxMjM0NTY3ODkwMTIz",
  hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  bearer: "Bearer eyJhbGciOi.eyJzdWIi",
  password: "postgres://ventanilla:hunter2@db.internal:5432/app",
};

const AROUND: readonly ((secret: string) => string)[] = [
  (secret) => `it broke: ${secret}`,
  (secret) => `Failed to parse URL from https://app.example.com/x?who=${secret}`,
  (secret) => `invalid input: "${secret}", expected a number`,
  (secret) => `Error: no\n    at read (file:///srv/app/read.ts:12:3) ${secret}`,
];

describe("a text that nobody of ours has written", () => {
  it.each(Object.entries(CANARIES))("loses the %s in it", (name, secret) => {
    const hidden = name === "password" ? "hunter2" : secret.replace("Bearer ", "");

    const texts = AROUND.map((around) => scrubText(around(secret)));

    expect(texts.filter((text) => text.includes(hidden))).toEqual([]);
    expect(texts[0]).toMatch(/^it broke: .*\[…\]/);
  });

  it.each(["/v/abcdefghijklmnopqrst/status", "/pagoefectivo/notices/abcdefghijklmnopqrst"])(
    "loses what an address hides behind: %s",
    (address) => {
      expect(scrubText(`no route for ${address}`)).not.toContain("abcdefghij");
    },
  );

  it("loses what a parser quotes of a body", () => {
    const message = messageOf(() => JSON.parse('{"nombre": Canaria Del Secreto}'));

    expect(message).toContain("Canaria");
    expect(scrubText(message)).not.toMatch(/Canaria|nombre/);
  });

  it("keeps our own ids, and where it happened", () => {
    const stack = [
      "Error: payment 019c2f1e-7a30-7c11-8f00-1234567890ab: others moved first 8 times",
      "    at advancePayment (file:///srv/app/payments/advance-payment.server.ts:116:9)",
      "    at async /srv/node_modules/@hono/node-server/dist/index.mjs:1234:56",
    ].join("\n");

    expect(scrubText(stack)).toBe(stack);
  });

  it("is cut where it is as long as a page", () => {
    expect(scrubText("so long ".repeat(100_000)).length).toBeLessThan(10_000);
  });
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return "";
}
