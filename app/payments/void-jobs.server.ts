import { job, type JobRequest } from "#app/jobs/queue.server.ts";

/** Asks for a code to be taken back. Apart from the use case, which reports need and which itself reports. */
export function voidJob(codeId: string, runAt: Date): JobRequest {
  return job("void-code", { codeId }, runAt, `void:${codeId}`);
}
