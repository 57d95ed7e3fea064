/** Whom merchants have told of cases: a real mail server, and a real machine that takes webhooks. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import { text as textOf } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  to: string[];
  /** Head and body as they came. */
  raw: string;
}

export interface MailServer {
  url: string;
  mails: ReceivedMail[];
  /** The next messages are answered with this status of SMTP, one each. */
  refusals: number[];
  close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const refusals: number[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      void textOf(stream).then((raw) => {
        const status = refusals.shift();
        if (status !== undefined) {
          done(Object.assign(new Error("not now"), { responseCode: status }));
          return;
        }
        mails.push({ raw, to: session.envelope.rcptTo.map(({ address }) => address) });
        done();
      });
    },
  });
  const port = await new Promise<number>((listening) => {
    const listener = server.listen(0, "127.0.0.1", () => {
      const place = listener.address();
      listening(typeof place === "object" && place ? place.port : 0);
    });
  });
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refusals,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

/** What a mail says, whatever its transfer encoding. */
export function mailText({ raw }: ReceivedMail): string {
  const [head = "", ...rest] = raw.split(/\r?\n\r?\n/);
  const body = rest.join("\n\n");
  if (/content-transfer-encoding: base64/i.test(head))
    return Buffer.from(body.replaceAll(/\s/g, ""), "base64").toString("utf8");
  if (!/content-transfer-encoding: quoted-printable/i.test(head)) return body;
  const bytes = body
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

export interface ReceivedHook {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface HookServer {
  url: string;
  hooks: ReceivedHook[];
  /** The next answers' statuses; 204 after them. */
  answers: number[];
  close(): Promise<void>;
}

export async function startHookServer(): Promise<HookServer> {
  const hooks: ReceivedHook[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then((body) => {
      hooks.push({ path: request.url ?? "", headers: request.headers, body });
      const status = answers.shift() ?? 204;
      // A redirect must not be followed: it would lead past the check of the address.
      response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const place = server.address();
  const port = typeof place === "object" && place ? place.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    hooks,
    answers,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
