import { job, type JobRequest } from "#app/jobs/queue.server.ts";

/**
 * Asks for a code to be taken back. Apart from the use case, which reports need and which itself reports. The newest request
 * for a code stands, also with what it wants to become of the payment.
 */
export function voidJob(codeId: string, runAt: Date, ending: "release" | "reject" = "release"): JobRequest {
  return job("void-code", { codeId, ending }, runAt, `void:${codeId}`);
}
