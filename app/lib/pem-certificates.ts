import { X509Certificate } from "node:crypto";

const BEGIN = /-----BEGIN /g;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificates of a PEM text, in their order; words between them are passed over. Null when there is none, or when
 * anything else stands in it or one is cut short: TLS would read up to there and leave the rest out in silence.
 */
export function readCertificates(pem: string): X509Certificate[] | null {
  const blocks = pem.match(CERTIFICATE);
  if (!blocks || blocks.length !== pem.match(BEGIN)?.length) return null;
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return null; // The armour is right and its content is not.
  }
}
