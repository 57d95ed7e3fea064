/**
 * For tests: a real HTTP server that plays PagoEfectivo by a script, and a client that talks to it.
 * It ends with the test that started it.
 */
import { createServer } from "node:http";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import type { ExternalCallError } from "#app/lib/external-call-error.ts";
import { createCallLanes } from "#app/lib/call-lanes.server.ts";
import { createOutboundHttp } from "#app/lib/outbound-http.server.ts";
import { Secret } from "#app/lib/secret.ts";
import { pagoEfectivoAddresses } from "#app/pagoefectivo/pagoefectivo-addresses.ts";
import { createPagoEfectivoClient } from "#app/pagoefectivo/pagoefectivo-client.server.ts";
import type {
  CreateCipRequest,
  PagoEfectivoClient,
  PagoEfectivoCredentials,
} from "#app/pagoefectivo/pagoefectivo-client.ts";

export interface Received {
  /** `POST /live/v1/cips` */
  call: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

export type Reply = { status: number; body: unknown } | "drop" | "silence";
export type Script = (received: Received, count: number) => Reply | Promise<Reply>;

export const ok = (data: unknown, status = 200): Reply => ({
  status,
  body: { code: 100, message: "Solicitud exitosa.", data },
});
export const refusal = (code: number | string, data: unknown): Reply => ({
  status: 400,
  body: { code, message: "No.", data },
});
export const html: Reply = { status: 503, body: "<html>503 Service Temporarily Unavailable</html>" };

export function authorization(token: string, lifeMinutes = 120): Reply {
  const end = new Date(Date.UTC(2026, 10, 22, 10, 15 + lifeMinutes, 30)).toISOString().slice(0, 19);
  const dates = { tokenStart: "2026-11-22T10:15:30-05:00", tokenExpires: `${end}-05:00` };
  return ok({ token, codeService: "TST", ...dates }, 201);
}

export const created = (more: Record<string, unknown> = {}): Reply =>
  ok(
    {
      cip: 311025640,
      currency: "PEN",
      amount: 25,
      transactionCode: "code_01",
      dateExpiry: "2026-11-24T10:15:00-05:00",
      cipUrl: "https://payment.pagoefectivo.pe/9A1B.html",
      ...more,
    },
    201,
  );

export const CREDENTIALS: PagoEfectivoCredentials = {
  credentialVersionId: "v1",
  environment: "live",
  serviceId: 9999,
  accessKey: new Secret("TESTACCESSKEY0000001"),
  secretKey: new Secret("TESTSECRETKEY00000000000000000000000001x"),
};

export const REQUEST: CreateCipRequest = {
  transactionCode: "code_01",
  amount: { centimos: 2500, currency: "PEN" },
  expiresAt: new Date("2026-11-24T15:15:30Z"),
  paymentConcept: "Tienda Ñandú",
  additionalData: "u0nwmSrNntjIWozmNslK5Tlq",
  userEmail: "ana@example.pe",
  userName: "María de los Ángeles Fernández 🎉",
  userLastName: null,
  userPhone: { digits: "987654321", countryCode: "+51" },
};

/** A PagoEfectivo of one test: `script` answers the n-th (from 1) arrival of each kind of call. */
export async function standInPagoEfectivo(
  script: Script,
): Promise<{ client: PagoEfectivoClient; received: Received[]; clock: { instant: Date } }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      const body = text === "" ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(text));
      const arrival = { call: `${request.method} ${request.url}`, headers: request.headers, body };
      received.push(arrival);
      const count = received.filter(({ call }) => call === arrival.call).length;
      void Promise.resolve(script(arrival, count)).then((reply) => answer(response, reply));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const addresses = pagoEfectivoAddresses({ simulatorOrigin: `http://127.0.0.1:${address.port}` });
  const http = createOutboundHttp({ isAllowedHost: addresses.isAllowedHost, totalTimeoutMs: 4_000 });
  onTestFinished(async () => {
    await http.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const clock = { instant: new Date("2026-11-22T15:15:30Z") };
  const standing = { now: () => clock.instant };
  const lanes = createCallLanes({ clock: standing, size: 10 });
  return {
    client: createPagoEfectivoClient({ http, addresses, clock: standing, lanes }),
    received,
    clock,
  };
}

export const isAuthorization = ({ call }: Received): boolean => call.endsWith("/v1/authorizations");
export const authorizes =
  (answer: Script): Script =>
  (arrival, count) =>
    isAuthorization(arrival) ? authorization(`token-${count}`) : answer(arrival, count);

export async function failureOf(answer: Promise<unknown>): Promise<ExternalCallError> {
  const error = await answer.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!isExternalCallError(error)) throw new Error(`not an external failure: ${String(error)}`);
  return error;
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply === "drop") response.destroy();
  else if (reply !== "silence") {
    response.statusCode = reply.status;
    response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body));
  }
}
