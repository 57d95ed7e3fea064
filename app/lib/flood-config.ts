/** The part of the configuration that is about floods of requests. Pure: `config.server.ts` reads the environment. */
import { z } from "zod";
import { Secret } from "#app/lib/secret.ts";
import type { BucketSize } from "#app/lib/token-buckets.ts";

/**
 * What a shopper's browser asks for: a page (`pages`), news of a payment (`polls`), or something to be done (`forms`).
 */
export type FloodKind = "pages" | "polls" | "forms";

export interface FloodConfig {
  limits: Record<FloodKind, { perCode: BucketSize; perAddress: BucketSize }>;
  /** Of the two doors that machines call, counted once it is known who calls. */
  machines: {
    sessionsPerShop: BucketSize;
    /** An account is one notice URL; `bad`: what no key of it has signed. */
    noticesPerAccount: BucketSize;
    badNoticesPerAccount: BucketSize;
  };
  signInsPerAddress: BucketSize;
  /** Who may say which address a request came from, and in which header. Null: nobody. */
  proxy: { secret: Secret; addressHeader: string } | null;
  /** Whether a private network's address is a shopper's own. In production it is a proxy's, which stands for everybody. */
  countsPrivateAddresses: boolean;
}

/** A header that the app reads for something else must not be taken for what a proxy says, or taken away. */
export const OWN_HEADER =
  /^(?!(?:shopify-|content-|transfer-|accept|sec-|host$|cookie$|purpose$|x-web-proxy-secret$|x-payments-proxy-secret$))[a-z0-9-]{1,64}$/i;

const SIZE = /^([1-9]\d{0,6})\/([1-9]\d{0,6})$/;

function size(byDefault: string) {
  return z
    .string()
    .regex(SIZE, "must be how many at once and how many a minute, as in 120/60")
    .default(byDefault)
    .transform((text): BucketSize => {
      const [burst = 0, perMinute = 0] = text.split("/").map(Number);
      return { burst, perMinute };
    });
}

/**
 * As burst/each minute. A page asks for news every 2 s at most, and without a script loads itself again every 3 s: a code may be open on ten
 * phones at once. Behind one address of a mobile network are hundreds of people: 500 of them may have just opened their pages, which then
 * ask every 5 s, while 20 more open theirs each second.
 */
export const FLOOD_VARIABLES = {
  FLOOD_PAGES_PER_CODE: size("120/60"),
  FLOOD_PAGES_PER_ADDRESS: size("600/1200"),
  FLOOD_POLLS_PER_CODE: size("300/300"),
  FLOOD_POLLS_PER_ADDRESS: size("3000/6000"),
  FLOOD_FORMS_PER_CODE: size("30/30"),
  FLOOD_FORMS_PER_ADDRESS: size("300/300"),
  // Twice the sales of the greatest flash sale that we measure (200 a second), for as long as anybody likes: these
  // hold back a machine that has gone wild, never a merchant who sells well.
  FLOOD_SESSIONS_PER_SHOP: size("24000/24000"),
  FLOOD_NOTICES_PER_ACCOUNT: size("24000/24000"),
  FLOOD_BAD_NOTICES_PER_ACCOUNT: size("120/60"),
  // Signing in takes two of them, and an office may be behind one address.
  FLOOD_SIGN_INS_PER_ADDRESS: size("120/60"),
  WEB_PROXY_SECRET: z
    .string()
    .regex(/^[\x21-\x7e]{32,512}$/, "must be 32 to 512 visible ASCII characters")
    .optional(),
  WEB_PROXY_ADDRESS_HEADER: z
    .string()
    .regex(OWN_HEADER, "must be the name of a header that carries nothing else")
    .toLowerCase()
    .default("x-client-address"),
};

type FloodValues = z.infer<z.ZodObject<typeof FLOOD_VARIABLES>>;

export function floodConfig(values: FloodValues, isProduction: boolean): FloodConfig {
  const secret = values.WEB_PROXY_SECRET;
  return {
    limits: {
      pages: { perCode: values.FLOOD_PAGES_PER_CODE, perAddress: values.FLOOD_PAGES_PER_ADDRESS },
      polls: { perCode: values.FLOOD_POLLS_PER_CODE, perAddress: values.FLOOD_POLLS_PER_ADDRESS },
      forms: { perCode: values.FLOOD_FORMS_PER_CODE, perAddress: values.FLOOD_FORMS_PER_ADDRESS },
    },
    machines: {
      sessionsPerShop: values.FLOOD_SESSIONS_PER_SHOP,
      noticesPerAccount: values.FLOOD_NOTICES_PER_ACCOUNT,
      badNoticesPerAccount: values.FLOOD_BAD_NOTICES_PER_ACCOUNT,
    },
    signInsPerAddress: values.FLOOD_SIGN_INS_PER_ADDRESS,
    proxy: secret ? { secret: new Secret(secret), addressHeader: values.WEB_PROXY_ADDRESS_HEADER } : null,
    countsPrivateAddresses: !isProduction,
  };
}
