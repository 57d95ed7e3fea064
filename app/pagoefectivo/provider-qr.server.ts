/**
 * Fetches the picture of a code that PagoEfectivo's own answer named: from its listed hosts, following nothing, and only if it is a
 * PNG that a cheap phone can draw. What the picture says is PagoEfectivo's; nothing here could judge it.
 */
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import type { OutboundHttp } from "#app/lib/outbound-http.server.ts";
import { pngSize } from "#app/lib/png.ts";
import type { PagoEfectivoAddresses } from "./pagoefectivo-addresses.ts";

export const MOST_QR_BYTES = 200 * 1024;
/** A side in pixels. The smallest QR has 21 modules; more than this is a picture to be shown on no phone. */
const SIDE = { least: 21, most: 2_000 };

export type FetchedQr =
  | { kind: "image"; bytes: Uint8Array<ArrayBuffer> }
  /** `reason`: a machine word. It may be there later. */
  | { kind: "none"; reason: string };

export interface ProviderQrSource {
  /** Never throws for what PagoEfectivo or the network may do. */
  fetch(address: string): Promise<FetchedQr>;
}

/** `http` must let nothing through but `isQrAddress`, and at most `MOST_QR_BYTES`. */
export function createProviderQrSource(deps: {
  http: OutboundHttp;
  addresses: PagoEfectivoAddresses;
}): ProviderQrSource {
  return {
    async fetch(address) {
      const known = deps.addresses.qrUrl(address);
      if (known === null) return { kind: "none", reason: "not-listed" };
      try {
        const answer = await deps.http.request({
          service: "pagoefectivo",
          operation: "fetch-qr",
          method: "GET",
          url: new URL(known),
          headers: { accept: "image/png" },
        });
        if (answer.status !== 200) return { kind: "none", reason: `http-${answer.status}` };
        return isDrawable(answer.bytes)
          ? { kind: "image", bytes: answer.bytes }
          : { kind: "none", reason: "not-a-png" };
      } catch (error) {
        if (!isExternalCallError(error)) throw error;
        return { kind: "none", reason: error.reason };
      }
    },
  };
}

function isDrawable(bytes: Uint8Array): boolean {
  const size = pngSize(bytes);
  if (size === null || bytes.length > MOST_QR_BYTES) return false;
  return [size.width, size.height].every((side) => side >= SIDE.least && side <= SIDE.most);
}
