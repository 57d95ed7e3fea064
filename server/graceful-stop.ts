import type { Config } from "#app/lib/config.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { CLOSE_WITHIN_MS } from "./listen.ts";

/** What is written down after the last answer, and connections that are closed. */
const LAST_WORDS_MS = 5_000;

/**
 * How long stopping may take. First the doors close, then the worker waits for its jobs; each is about one call at a time, and the longest
 * is PagoEfectivo's. A create that is cut off ends unknown, and a person must look for it. Whoever starts us must wait longer
 * than this before they kill.
 */
export function stopWithinMs(config: Pick<Config, "pagoEfectivoTimeoutMs">): number {
  return CLOSE_WITHIN_MS + config.pagoEfectivoTimeoutMs + LAST_WORDS_MS;
}

/**
 * On SIGTERM or SIGINT: finish what started, then leave. A second signal leaves at once. Whatever has not ended within `withinMs` is ended by
 * the exit; every step of ours survives that.
 */
export function stopGracefully(log: Logger, stop: () => Promise<void>, withinMs: number): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ reason: signal }, "stopping");
    setTimeout(() => process.exit(1), withinMs).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, "stopping failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
}
