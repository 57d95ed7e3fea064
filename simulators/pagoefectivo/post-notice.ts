import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

export interface NoticePost {
  url: string;
  text: string;
  /** `null` leaves the PE-Signature header out. */
  signature: string | null;
  timeoutMs: number;
  /** Ends the attempt when the simulator closes. */
  closing: AbortSignal;
}

/**
 * One attempt. Resolves to the HTTP status once the whole answer was read, or to `null` when there was
 * none in time; never rejects. Each attempt has its own connection: a kept one that the receiver just
 * closed would look like a refusal and use up the only retry. Redirects are not followed.
 */
export async function postNotice(post: NoticePost): Promise<number | null> {
  const url = new URL(post.url);
  const body = Buffer.from(post.text, "utf8");
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "content-length": String(body.length),
    ...(post.signature === null ? {} : { "PE-Signature": post.signature }),
  };
  const signal = AbortSignal.any([AbortSignal.timeout(post.timeoutMs), post.closing]);
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const outgoing = send(url, { method: "POST", agent: false, headers, signal }, (answer) => {
      answer.on("end", () => resolve(answer.statusCode ?? null));
      answer.on("error", () => resolve(null));
      answer.on("close", () => resolve(null));
      answer.resume();
    });
    outgoing.on("error", () => resolve(null));
    outgoing.end(body);
  });
}
