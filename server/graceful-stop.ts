import type { Logger } from "#app/lib/logger.server.ts";

/** Whatever has not ended by then is ended by the exit; every step of ours survives that. */
const STOP_WITHIN_MS = 25_000;

/** On SIGTERM or SIGINT: finish what started, then leave. A second signal leaves at once. */
export function stopGracefully(log: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ reason: signal }, "stopping");
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
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
