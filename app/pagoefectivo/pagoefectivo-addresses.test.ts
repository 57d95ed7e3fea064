import { describe, expect, it } from "vitest";
import { pagoEfectivoAddresses } from "./pagoefectivo-addresses.ts";

const real = pagoEfectivoAddresses({ simulatorOrigin: null });
const simulated = pagoEfectivoAddresses({ simulatorOrigin: "http://127.0.0.1:4100" });

describe("PagoEfectivo's addresses", () => {
  it("are the vendor's two hosts", () => {
    expect(real.api("sandbox", "/v1/cips").href).toBe("https://pre1a.services.pagoefectivo.pe/v1/cips");
    expect(real.api("live", "/v1/cips").href).toBe("https://services.pagoefectivo.pe/v1/cips");
  });

  it("are two places of the simulator when there is one", () => {
    expect(simulated.api("sandbox", "/v1/cips").href).toBe("http://127.0.0.1:4100/pre/v1/cips");
    expect(simulated.api("live", "/v1/cips").href).toBe("http://127.0.0.1:4100/live/v1/cips");
  });

  it("are the only ones that may be called", () => {
    expect(real.isAllowedHost(real.api("sandbox", "/v1/cips"))).toBe(true);
    expect(real.isAllowedHost(real.api("live", "/v1/cips"))).toBe(true);
    expect(simulated.isAllowedHost(simulated.api("live", "/v1/cips"))).toBe(true);
    expect(simulated.isAllowedHost(real.api("live", "/v1/cips"))).toBe(false);
    for (const url of [
      "http://services.pagoefectivo.pe/",
      "https://services.pagoefectivo.pe:444/",
      "https://user@services.pagoefectivo.pe/",
      "https://services.pagoefectivo.pe.evil.example/",
      "https://payment.pagoefectivo.pe/",
      "http://127.0.0.1:4100/",
      "http://169.254.169.254/",
    ]) {
      expect(real.isAllowedHost(new URL(url)), url).toBe(false);
    }
  });
});

describe("a hosted voucher's address", () => {
  it.each([
    "https://payment.pagoefectivo.pe/9A1B.html",
    "https://pre1a.payment.pagoefectivo.pe/9A1B.html",
    "https://codigoqr.pagoefectivolatam.com/9A1B.html",
  ])("%s is shown", (url) => {
    expect(real.voucherUrl(url)).toBe(url);
  });

  it.each([
    "http://payment.pagoefectivo.pe/9A1B.html",
    "https://evilpagoefectivo.pe/",
    "https://pagoefectivo.pe.evil.example/",
    "https://pagoefectivo.pe@evil.example/",
    "https://payment.pagoefectivo.pe:8443/",
    "javascript:alert(1)//pagoefectivo.pe",
    "http://127.0.0.1:4100/x.html",
    "",
    null,
    7,
  ])("%j is not", (url) => {
    expect(real.voucherUrl(url)).toBeNull();
  });

  it("may be the simulator's when there is one", () => {
    expect(simulated.voucherUrl("http://127.0.0.1:4100/vouchers/9A1B.html")).toBe(
      "http://127.0.0.1:4100/vouchers/9A1B.html",
    );
    expect(simulated.voucherUrl("http://127.0.0.1:4101/vouchers/9A1B.html")).toBeNull();
  });
});

describe("the address of a picture for wallets", () => {
  it.each([
    "https://codigoqr.pagoefectivolatam.com/9A1B-0F1D.png",
    "https://niubizqr.pagoefectivo.pe/9A1B-0F1D.png",
  ])("%s is fetched", (url) => {
    expect(real.qrUrl(url)).toBe(url);
    expect(real.isQrAddress(new URL(url))).toBe(true);
  });

  it.each([
    "http://codigoqr.pagoefectivolatam.com/9A1B-0F1D.png",
    "https://codigoqr.pagoefectivolatam.com:8443/9A1B-0F1D.png",
    "https://codigoqr.pagoefectivolatam.com.evil.example/9A1B-0F1D.png",
    "https://codigoqr.pagoefectivolatam.com@evil.example/9A1B-0F1D.png",
    "https://user@codigoqr.pagoefectivolatam.com/9A1B-0F1D.png",
    "https://payment.pagoefectivo.pe/9A1B-0F1D.png",
    "https://codigoqr.pagoefectivolatam.com/9A1B-0F1D.html",
    "https://codigoqr.pagoefectivolatam.com/9A1B-0F1D.png?next=https://evil.example",
    "https://codigoqr.pagoefectivolatam.com/../a/b/9A1B-0F1D.png",
    "http://127.0.0.1:4100/qr/9A1B-0F1D.png",
    "data:image/png;base64,iVBORw0KGgo=",
    "",
    null,
    7,
  ])("%j is not", (url) => {
    expect(real.qrUrl(url)).toBeNull();
    if (URL.canParse(String(url))) expect(real.isQrAddress(new URL(String(url)))).toBe(false);
  });

  it("is the simulator's, and nobody else's, when there is one", () => {
    const own = "http://127.0.0.1:4100/qr/9A1B-0F1D.png";
    expect(simulated.qrUrl(own)).toBe(own);
    expect(simulated.qrUrl("https://codigoqr.pagoefectivolatam.com/9A1B-0F1D.png")).toBeNull();
  });
});
