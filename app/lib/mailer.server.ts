/** Sends plain e-mail by the operator's mail server. Bounded in time; never logs or throws a text or an address. */
import { createTransport } from "nodemailer";
import { ExternalCallError } from "#app/lib/external-call-error.ts";
import type { Secret } from "#app/lib/secret.ts";

export interface Mail {
  /** The same for every attempt of one message, so that a mailbox can show it once. */
  id: string;
  to: readonly string[];
  subject: string;
  text: string;
}

export interface Mailer {
  /**
   * `some-refused`: the server took the message for some of the addresses only. Throws ExternalCallError when it took it
   * for none, or nobody knows.
   */
  send(mail: Mail): Promise<"sent" | "some-refused">;
  close(): void;
}

const CONNECT_MS = 10_000;
const TOTAL_MS = 30_000;

export function createMailer(options: { url: Secret; from: string }): Mailer {
  const transport = createTransport({
    url: options.url.reveal(),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: TOTAL_MS,
    // A text must never fetch a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^\s@<>]+)>?$/.exec(options.from)?.[1] ?? "localhost";
  return {
    async send({ id, to, subject, text }) {
      try {
        const { rejected } = await transport.sendMail({
          ...{ from: options.from, to: [...to], subject, text },
          messageId: `<${id}@${domain}>`,
          // Out-of-office answers would come back to nobody (RFC 3834).
          headers: { "Auto-Submitted": "auto-generated" },
        });
        return rejected.length > 0 ? "some-refused" : "sent";
      } catch (error) {
        throw mailError(error);
      }
    },
    close: () => transport.close(),
  };
}

function mailError(error: unknown): ExternalCallError {
  const { code, responseCode } = readError(error);
  const reason = responseCode === null ? reasonOf(code) : `smtp-${responseCode}`;
  // 5xx is a no for good (RFC 5321, 4.2.1); anything else may have been taken.
  const outcome = responseCode !== null && responseCode >= 500 ? "refused" : "unknown";
  return new ExternalCallError({ service: "smtp", operation: "send-mail", outcome, reason });
}

function readError(error: unknown): { code: string; responseCode: number | null } {
  if (!(error instanceof Error)) return { code: "", responseCode: null };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const responseCode =
    "responseCode" in error && typeof error.responseCode === "number" ? error.responseCode : null;
  return { code, responseCode };
}

function reasonOf(code: string): string {
  if (code === "ETIMEDOUT") return "timeout";
  if (code === "EDNS") return "dns";
  if (code === "ETLS") return "tls";
  if (code === "EAUTH") return "smtp-login";
  return "unreachable";
}
