/** What to think of the ports and of the certificates that guard one of them. Pure. */
import type { X509Certificate } from "node:crypto";
import { said, type Said } from "#app/doctor/finding.ts";
import { daysLeftOf, judgeCertificates, type WatchedCertificate } from "#app/lib/certificate-dates.ts";
import { readCertificates } from "#app/lib/pem-certificates.ts";

/** What came of knocking at the payments port as a stranger. */
export type Knocked =
  /** `reason`: the system's word. */
  | { kind: "silent"; reason: string }
  /** The connection was closed before any HTTP; in between it showed a certificate, or none. */
  | { kind: "closed"; fingerprint: string | null }
  | { kind: "answered"; status: number; fingerprint: string | null };

export interface PaymentsDoorFacts {
  mode: "direct" | "proxy" | "off";
  /** False where this configuration runs no payments port. */
  isHere: boolean;
  role: string;
  port: number;
  /** SHA-256 of the certificate in the file; null where there is none. */
  ownFingerprint: string | null;
  /** Null: nobody knocked. */
  knocked: Knocked | null;
}

/** What the gate behind a proxy answers to whoever does not know its secret (server/proxy-proof.ts). */
const FORBIDDEN = 403;

export function judgePaymentsDoor(facts: PaymentsDoorFacts): Said {
  const { mode, knocked } = facts;
  if (!facts.isHere) return said("payments-elsewhere", { role: facts.role });
  if (mode === "off") return said("payments-off");
  if (!knocked) return said("payments-not-knocked", { mode });
  if (knocked.kind === "silent") {
    return said("payments-silent", { port: facts.port, reason: knocked.reason });
  }
  if (mode === "proxy") {
    const isRefused = knocked.kind === "closed" || knocked.status === FORBIDDEN;
    if (isRefused) return said("payments-behind-proxy");
    return said("payments-open", { status: knocked.status });
  }
  if (knocked.kind === "answered") return said("payments-open", { status: knocked.status });
  if (knocked.fingerprint === null) return said("payments-silent", { port: facts.port, reason: "no TLS" });
  const isOurs = knocked.fingerprint === facts.ownFingerprint;
  return said(isOurs ? "payments-good" : "payments-other-certificate");
}

export interface ChainFacts {
  /** As configured for mode `direct`; null in the others. */
  pem: { cert: string; clientCa: string } | null;
  mode: string;
  /** Authorities that the world knows. */
  publicRoots: readonly X509Certificate[];
  /** Whether our own chain may end at a root of the bundle: for trying the app out, where nothing is public. */
  mayEndInBundle: boolean;
}

/** extKeyUsage serverAuth (RFC 5280 §4.2.1.12). */
const SERVER_AUTH_OID = "1.3.6.1.5.5.7.3.1";

/** Whether what we show, and what we hold callers against, are whole chains. Dates are judged apart. */
export function judgeChain(facts: ChainFacts): Said {
  if (!facts.pem) return said("chain-none", { mode: facts.mode });
  const chain = readCertificates(facts.pem.cert) ?? [];
  const authorities = readCertificates(facts.pem.clientCa) ?? [];
  const gap = chain.findIndex((certificate, at) => {
    const next = chain[at + 1];
    return next !== undefined && !isSignedBy(certificate, next);
  });
  if (gap >= 0) return said("chain-broken", { position: gap + 1 });
  const purposes = chain[0]?.keyUsage;
  if (purposes && !purposes.includes(SERVER_AUTH_OID)) return said("chain-wrong-purpose");
  const last = chain.at(-1);
  const known = [...facts.publicRoots, ...(facts.mayEndInBundle ? authorities.filter(isRoot) : [])];
  if (last && !isRoot(last) && !known.some((root) => isSignedBy(last, root))) {
    return said("chain-incomplete");
  }
  const orphan = authorities.findIndex(
    (one) => !isRoot(one) && !authorities.some((other) => other !== one && isSignedBy(one, other)),
  );
  if (orphan >= 0) return said("authority-orphan", { position: orphan + 1 });
  return said("chain-good", { count: chain.length, authorities: authorities.length });
}

function isSignedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

function isRoot(certificate: X509Certificate): boolean {
  return isSignedBy(certificate, certificate);
}

export interface DateFacts {
  /** Null where none of them is ours to watch. */
  certificates: readonly WatchedCertificate[] | null;
  mode: string;
  now: Date;
}

/** The most urgent one speaks for all. */
export function judgeDates({ certificates, mode, now }: DateFacts): Said {
  const byEnd = (one: WatchedCertificate, other: WatchedCertificate) =>
    one.endsAt.getTime() - other.endsAt.getTime();
  const sorted = (certificates ?? []).toSorted(byEnd);
  const [first] = sorted;
  if (!first) return said("dates-none", { mode });
  const [warning] = judgeCertificates(sorted, now);
  if (!warning) return said("dates-good", { name: first.name, days: daysLeftOf(first, now) });
  const { name, daysLeft, level } = warning;
  const isOwn = name.startsWith("server");
  const values = { name, days: daysLeft };
  if (isOwn) return said(level === "warn" ? "own-certificate-soon" : "own-certificate-ends", values);
  return said(level === "warn" ? "authority-soon" : "authority-ends", values);
}

/** What our public address answered to `/healthz`. */
export type AddressFacts =
  { kind: "answered"; status: number; isOurs: boolean } | { kind: "failed"; reason: string };

export function judgeAddress(facts: AddressFacts): Said {
  if (facts.kind === "failed") return said("address-silent", { reason: facts.reason });
  if (facts.isOurs) return said("address-good");
  return said("address-strange", { status: facts.status });
}
