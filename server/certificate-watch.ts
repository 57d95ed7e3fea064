/**
 * Certificates end on a day that is known years before. An ended one stops every payment, so someone is told in time: about
 * our own certificate and about each of Shopify's authorities, as this process loaded them.
 */
import type { Clock } from "#app/lib/clock.ts";
import { readCertificates } from "#app/lib/pem-certificates.ts";
import type { Logger } from "#app/lib/logger.server.ts";

const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = DAY_MS / 2;
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

/** Those that end within 30 days (warn) or 7 (error), in the order given. */
export function judgeCertificates(
  certificates: readonly WatchedCertificate[],
  now: Date,
): CertificateWarning[] {
  return certificates
    .map(({ name, endsAt }) => {
      const daysLeft = Math.floor((endsAt.getTime() - now.getTime()) / DAY_MS);
      const level = daysLeft < ERROR_UNDER_DAYS ? ("error" as const) : ("warn" as const);
      return { level, name, endsAt, daysLeft };
    })
    .filter(({ daysLeft }) => daysLeft < WARN_UNDER_DAYS);
}

/** Looks now and every 12 hours, and logs what it finds. Keeps no process alive. The answer ends it. */
export function watchCertificates(
  deps: { clock: Clock; log: Logger },
  certificates: readonly WatchedCertificate[],
): () => void {
  const look = () => {
    for (const { level, name, endsAt, daysLeft } of judgeCertificates(certificates, deps.clock.now())) {
      const when = daysLeft < 0 ? "has ended" : `ends in ${daysLeft} days`;
      deps.log[level]({ alert: true, name, at: endsAt.toISOString() }, `the ${name} ${when}`);
    }
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
