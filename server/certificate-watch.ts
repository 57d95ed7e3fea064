/**
 * Certificates end on a day that is known years before. An ended one stops every payment, so someone is told in time: about
 * our own certificate and about each of Shopify's authorities, as this process loaded them.
 */
import { judgeCertificates, type WatchedCertificate } from "#app/lib/certificate-dates.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Logger } from "#app/lib/logger.server.ts";

const LOOK_EVERY_MS = 43_200_000;

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
