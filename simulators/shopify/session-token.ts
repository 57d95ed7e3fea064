import { createHmac, randomUUID } from "node:crypto";
import { z } from "zod";
import { parseJson } from "./json.ts";
import type { SimulatedApp } from "./simulated-app.ts";

const LIFE_SECONDS = 60;

const claimsSchema = z.object({
  iss: z.string(),
  dest: z.string(),
  aud: z.string(),
  sub: z.string(),
  exp: z.number(),
  nbf: z.number(),
  iat: z.number(),
  jti: z.string(),
  sid: z.string(),
});

/** The claims of a session token (shopify.dev, session tokens, read 2026-11-27). Instants in seconds. */
export type SessionTokenClaims = z.infer<typeof claimsSchema>;

/** Bends a token for a test; left out, everything is right. */
export interface SessionTokenOverrides {
  /** Seconds from now until it expires; negative makes an expired one. */
  lifeSeconds?: number;
  audience?: string;
  secret?: string;
  destination?: string;
}

export interface SessionTokenInput {
  shop: string;
  userId: number;
  /** Names the person's sign-in to the admin: the same in all tokens of one sign-in. */
  sid: string;
  now: Date;
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function signature(text: string, secret: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}

/** A session token: JWT, HS256 with the app's secret, one minute long. */
export function mintSessionToken(
  app: SimulatedApp,
  input: SessionTokenInput,
  overrides: SessionTokenOverrides = {},
): string {
  const issuedAt = Math.floor(input.now.getTime() / 1000);
  const claims: SessionTokenClaims = {
    iss: `https://${input.shop}/admin`,
    dest: overrides.destination ?? `https://${input.shop}`,
    aud: overrides.audience ?? app.clientId,
    sub: String(input.userId),
    exp: issuedAt + (overrides.lifeSeconds ?? LIFE_SECONDS),
    nbf: issuedAt,
    iat: issuedAt,
    jti: randomUUID(),
    sid: input.sid,
  };
  const text = `${base64url({ alg: "HS256", typ: "JWT" })}.${base64url(claims)}`;
  return `${text}.${signature(text, overrides.secret ?? app.clientSecret)}`;
}

function readPart(part: string): unknown {
  return parseJson(Buffer.from(part, "base64url").toString("utf8"));
}

/** The claims of a token that is ours, alive and for this app and shop; null for any other text. */
export function readSessionToken(
  app: SimulatedApp,
  shop: string,
  token: string,
  now: Date,
): SessionTokenClaims | null {
  const [head = "", body = "", signed = "", ...rest] = token.split(".");
  if (rest.length > 0 || signature(`${head}.${body}`, app.clientSecret) !== signed) return null;
  const header = z.object({ alg: z.literal("HS256") }).safeParse(readPart(head));
  const claims = claimsSchema.safeParse(readPart(body));
  if (!header.success || !claims.success) return null;
  const seconds = now.getTime() / 1000;
  const { aud, dest, exp, nbf } = claims.data;
  const isOurs = aud === app.clientId && dest === `https://${shop}`;
  return isOurs && exp > seconds && nbf <= seconds ? claims.data : null;
}
