/**
 * Knocks at the payments port of this machine as a stranger: without a client certificate, without the proxy's secret. The door should
 * show our certificate and then say nothing. It logs each refusal, so that one line in its log is the doctor's.
 */
import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { TLSSocket } from "node:tls";
import type { Knocked } from "#app/doctor/judge-doors.ts";

const WITHIN_MS = 5_000;
/** An address that the door has, so that a door which lets strangers in would answer it; the body is no session. */
const PATH = "/shopify/payment-sessions";

export function knock(door: { host: string; port: number; tls: boolean }): Promise<Knocked> {
  const { host, port } = door;
  const where = { host, port, path: PATH, method: "POST", agent: false, timeout: WITHIN_MS };
  // Whose certificate it is, is judged by its fingerprint: the name in it is the one that Shopify calls.
  const request = door.tls ? tlsRequest({ ...where, rejectUnauthorized: false }) : plainRequest(where);
  return new Promise((resolve) => {
    let isConnected = false;
    let fingerprint: string | null = null;
    request.on("socket", (socket) => {
      socket.once("connect", () => (isConnected = true));
      socket.once("secureConnect", () => (fingerprint = fingerprintOf(socket)));
    });
    request.on("response", (response) => {
      response.resume();
      resolve({ kind: "answered", status: response.statusCode ?? 0, fingerprint });
    });
    request.on("timeout", () => request.destroy(new Error("timeout")));
    request.on("error", (error) => resolve(endOf(error, { isConnected, fingerprint })));
    request.end("{}");
  });
}

function endOf(error: Error, seen: { isConnected: boolean; fingerprint: string | null }): Knocked {
  if (seen.isConnected && error.message !== "timeout")
    return { kind: "closed", fingerprint: seen.fingerprint };
  return { kind: "silent", reason: "code" in error ? String(error.code) : error.message };
}

function fingerprintOf(socket: unknown): string | null {
  return socket instanceof TLSSocket ? (socket.getPeerX509Certificate()?.fingerprint256 ?? null) : null;
}
