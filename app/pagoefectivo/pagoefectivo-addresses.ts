/**
 * Every PagoEfectivo address is built or judged here. Hosts: PagoEfectivo, Integración API CIP v1.1
 * §4.1–4.2 (read 2026-11-22).
 */
import type { Environment } from "./pagoefectivo-client.ts";

const API_ORIGINS: Record<Environment, string> = {
  sandbox: "https://pre1a.services.pagoefectivo.pe",
  live: "https://services.pagoefectivo.pe",
};
const SIMULATOR_PREFIXES: Record<Environment, string> = { sandbox: "/pre", live: "/live" };
/**
 * Where pictures of codes for wallets were seen: in the orders of a payment provider that sells PagoEfectivo (Culqi; one newer host
 * and one older or test host). PagoEfectivo documents neither (read 2026-11-22).
 */
const QR_ORIGINS = ["https://codigoqr.pagoefectivolatam.com", "https://niubizqr.pagoefectivo.pe"];
const VOUCHER_DOMAINS = ["pagoefectivo.pe", "pagoefectivolatam.com"];

export interface PagoEfectivoAddresses {
  /** `path` begins with `/v1/`. */
  api: (environment: Environment, path: string) => URL;
  /** True only for what `api` builds: the guard against calling anything else. */
  isAllowedHost: (url: URL) => boolean;
  /** The hosted voucher's address as answered, or null when it leads anywhere but PagoEfectivo. */
  voucherUrl: (text: unknown) => string | null;
  /** The address of a PNG at one of PagoEfectivo's hosts for QR codes, or null. */
  qrUrl: (text: unknown) => string | null;
  /** True only for what `qrUrl` lets through. */
  isQrAddress: (url: URL) => boolean;
}

/** With a simulator origin (never in production) the real hosts are out of reach. */
export function pagoEfectivoAddresses(options: { simulatorOrigin: string | null }): PagoEfectivoAddresses {
  const { simulatorOrigin } = options;

  function api(environment: Environment, path: string): URL {
    const base =
      simulatorOrigin === null
        ? API_ORIGINS[environment]
        : `${simulatorOrigin}${SIMULATOR_PREFIXES[environment]}`;
    return new URL(base + path);
  }

  function isAllowedHost(url: URL): boolean {
    if (url.username !== "" || url.password !== "") return false;
    if (simulatorOrigin !== null) return url.origin === simulatorOrigin;
    return Object.values(API_ORIGINS).includes(url.origin);
  }

  function voucherUrl(text: unknown): string | null {
    if (typeof text !== "string" || text.length > 500 || !URL.canParse(text)) return null;
    const url = new URL(text);
    if (url.username !== "" || url.password !== "") return null;
    if (simulatorOrigin !== null && url.origin === simulatorOrigin) return url.href;
    const isTheirs = VOUCHER_DOMAINS.some(
      (domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`),
    );
    return url.protocol === "https:" && url.port === "" && isTheirs ? url.href : null;
  }

  function isQrAddress(url: URL): boolean {
    if (url.username !== "" || url.password !== "" || url.search !== "") return false;
    if (!/^\/(?:[\w-]{1,40}\/)?[\w-]{8,80}\.png$/.test(url.pathname)) return false;
    return simulatorOrigin === null ? QR_ORIGINS.includes(url.origin) : url.origin === simulatorOrigin;
  }

  function qrUrl(text: unknown): string | null {
    if (typeof text !== "string" || text.length > 500 || !URL.canParse(text)) return null;
    const url = new URL(text);
    return isQrAddress(url) ? url.href : null;
  }

  return { api, isAllowedHost, voucherUrl, qrUrl, isQrAddress };
}
