/** When the certificates of the payments port end, and how urgent that is. Pure. */
import { readCertificates } from "#app/lib/pem-certificates.ts";

const DAY_MS = 86_400_000;
const WARN_UNDER_DAYS = 30;
const ERROR_UNDER_DAYS = 7;

export interface WatchedCertificate {
  /** What it is for; the number counts from the top of the file. */
  name: string;
  /** UTC. */
  endsAt: Date;
}

export interface CertificateWarning {
  level: "warn" | "error";
  name: string;
  endsAt: Date;
  /** Whole days; negative once it has ended. */
  daysLeft: number;
}

/** Our certificate, the intermediates that we present with it, and every authority whose clients may call. */
export function watchedCertificates(pem: { cert: string; clientCa: string }): WatchedCertificate[] {
  const chain = readCertificates(pem.cert) ?? [];
  const authorities = readCertificates(pem.clientCa) ?? [];
  return [
    ...chain.map(({ validToDate }, index) => ({
      name: index === 0 ? "server certificate" : `server intermediate ${index}`,
      endsAt: validToDate,
    })),
    ...authorities.map(({ validToDate }, index) => ({
      name: `client authority ${index + 1}`,
      endsAt: validToDate,
    })),
  ];
}

/** Whole days that are left; negative once it has ended. */
export function daysLeftOf({ endsAt }: WatchedCertificate, now: Date): number {
  return Math.floor((endsAt.getTime() - now.getTime()) / DAY_MS);
}

/** Those that end within 30 days (warn) or 7 (error), in the order given. */
export function judgeCertificates(
  certificates: readonly WatchedCertificate[],
  now: Date,
): CertificateWarning[] {
  return certificates
    .map((certificate) => {
      const daysLeft = daysLeftOf(certificate, now);
      const level = daysLeft < ERROR_UNDER_DAYS ? ("error" as const) : ("warn" as const);
      return { level, ...certificate, daysLeft };
    })
    .filter(({ daysLeft }) => daysLeft < WARN_UNDER_DAYS);
}
