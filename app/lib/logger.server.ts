import { pino, type DestinationStream, type Logger as PinoLogger } from "pino";
import { logContext } from "#app/lib/log-context.server.ts";
import { scrubText } from "#app/lib/scrub-text.ts";

/** pino writes the bindings of a child logger past the list below: nobody can make one. */
export type Logger = Pick<PinoLogger, "fatal" | "error" | "warn" | "info" | "debug">;

/**
 * What a log line may carry: ids, words and numbers from this list. Everything else is dropped, so that a
 * careless call can leak neither a secret nor a person. A CIP is a bearer of money and is not on the list.
 */
const ALLOWED = [
  "alert",
  "answer",
  "at",
  "attempts",
  "caseKind",
  "codeId",
  "currency",
  "daysLeft",
  "durationMs",
  "event",
  "host",
  "job",
  "jobId",
  "kind",
  "message",
  "method",
  "name",
  "noticeId",
  "operation",
  "outcome",
  "path",
  "paymentId",
  "poolId",
  "port",
  "reason",
  "refundId",
  "reportId",
  "requestId",
  "role",
  "service",
  "sessionId",
  "shop",
  "shopifyRequestId",
  "stack",
  "status",
  "userId",
  "version",
] as const;

/**
 * A JSON logger that keeps only the allow-list, and names the request or the job that a line is of. `error` keeps its name, message and
 * stack, without what looks like a secret or a person: others write those, and quote what they were given.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    // A copy: pino writes the line's own fields into it.
    mixin: () => ({ ...logContext() }),
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (line: Record<string, unknown>) => keepAllowed(line),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

function keepAllowed(line: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key of ALLOWED) if (isPlain(line[key])) kept[key] = line[key];
  const error = line["error"] ?? line["err"];
  if (error instanceof Error)
    kept["error"] = {
      name: error.name,
      message: scrubText(error.message),
      stack: error.stack && scrubText(error.stack),
    };
  return kept;
}

/** An object in an allowed field could carry anything; a word, a number or a yes cannot carry much. */
function isPlain(value: unknown): boolean {
  return (
    typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null
  );
}
