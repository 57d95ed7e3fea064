import { X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { watchedCertificates } from "#app/lib/certificate-dates.ts";
import { makeTestCertificates, type TestCertificates } from "../../simulators/certificates.ts";
import {
  judgeAddress,
  judgeChain,
  judgeDates,
  judgePaymentsDoor,
  type ChainFacts,
  type Knocked,
} from "./judge-doors.ts";

const NOW = new Date("2026-11-29T12:00:00Z");
let made: TestCertificates;
beforeAll(async () => {
  made = await makeTestCertificates({ now: NOW, intermediate: true });
});

describe("the payments door", () => {
  const facts = { mode: "direct", isHere: true, role: "all", port: 3443, ownFingerprint: "AA" } as const;
  const knock = (knocked: Knocked | null, mode: "direct" | "proxy" | "off" = "direct") =>
    judgePaymentsDoor({ ...facts, mode, knocked }).code;

  it("is good when it shows our certificate and says nothing to a stranger", () => {
    expect(knock({ kind: "closed", fingerprint: "AA" })).toBe("payments-good");
  });

  it("is wide open when it answers a stranger, whatever it answers", () => {
    expect(knock({ kind: "answered", status: 400, fingerprint: "AA" })).toBe("payments-open");
    expect(knock({ kind: "answered", status: 400, fingerprint: null }, "proxy")).toBe("payments-open");
  });

  it("behind a proxy refuses with the one status of its gate", () => {
    expect(knock({ kind: "answered", status: 403, fingerprint: null }, "proxy")).toBe(
      "payments-behind-proxy",
    );
  });

  it("that was not started again after a renewal is found", () => {
    expect(knock({ kind: "closed", fingerprint: "BB" })).toBe("payments-other-certificate");
  });

  it("that does not listen, or not by TLS, is silent", () => {
    expect(knock({ kind: "silent", reason: "ECONNREFUSED" })).toBe("payments-silent");
    expect(knock({ kind: "closed", fingerprint: null })).toBe("payments-silent");
  });

  it("is not judged where it is not, nor called good where it takes anybody", () => {
    expect(judgePaymentsDoor({ ...facts, isHere: false, knocked: null }).code).toBe("payments-elsewhere");
    expect(knock(null, "off")).toBe("payments-off");
    expect(knock(null)).toBe("payments-not-knocked");
  });
});

describe("the chain", () => {
  const chain = (pem: ChainFacts["pem"], more: Partial<ChainFacts> = {}) =>
    judgeChain({ pem, mode: "direct", publicRoots: [], mayEndInBundle: true, ...more });
  const good = () => ({ cert: made.server.cert, clientCa: made.caBundle });

  it("is whole when it ends at a public authority, or in a trial at one of the bundle", () => {
    const root = new X509Certificate(made.ca);

    expect(chain(good()).code).toBe("chain-good");
    expect(chain(good(), { mayEndInBundle: false, publicRoots: [root] }).code).toBe("chain-good");
    expect(chain(good(), { mayEndInBundle: false }).code).toBe("chain-incomplete");
  });

  it("without its intermediate is incomplete, even where that one's authority is known", async () => {
    const bare = await made.issuer.issueServer({ presentIntermediates: false });

    expect(chain({ cert: bare.cert, clientCa: made.caBundle }).code).toBe("chain-incomplete");
  });

  it("in the wrong order is broken at the place where it breaks", async () => {
    const other = await makeTestCertificates({ now: NOW });
    const cert = `${made.server.cert}${other.ca}`;

    expect(chain({ ...good(), cert })).toMatchObject({ code: "chain-broken", values: { position: 2 } });
  });

  it("of a certificate for clients is not for servers", async () => {
    const client = await made.issuer.issueServer({ usages: ["clientAuth"] });

    expect(chain({ ...good(), cert: client.cert }).code).toBe("chain-wrong-purpose");
  });

  it("of authorities must go up to a root, or their callers are all refused", () => {
    const clientCa = made.issuer.intermediates;

    expect(chain({ ...good(), clientCa }, { publicRoots: [new X509Certificate(made.ca)] })).toMatchObject({
      code: "authority-orphan",
      values: { position: 1 },
    });
  });

  it("is not looked for where a proxy ends TLS", () => {
    expect(chain(null, { mode: "proxy" }).code).toBe("chain-none");
  });
});

describe("the dates", () => {
  const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
  const dates = (certificates: Parameters<typeof judgeDates>[0]["certificates"]) =>
    judgeDates({ certificates, mode: "direct", now: NOW });

  it("name the one that ends first while none is urgent", () => {
    const watched = watchedCertificates({ cert: made.server.cert, clientCa: made.caBundle });

    expect(dates(watched)).toMatchObject({
      code: "dates-good",
      values: { name: "server certificate", days: 90 },
    });
  });

  it.each([
    ["server certificate", 29, "own-certificate-soon"],
    ["server certificate", 6, "own-certificate-ends"],
    ["server intermediate 1", -3, "own-certificate-ends"],
    ["client authority 2", 10, "authority-soon"],
    ["client authority 2", 2, "authority-ends"],
  ])("of the %s, in %i days, are %s", (name, days, code) => {
    const others = [{ name: "client authority 1", endsAt: inDays(300) }];

    expect(dates([...others, { name, endsAt: inDays(days) }])).toMatchObject({
      code,
      values: { name, days },
    });
  });

  it("are nobody's where none is ours", () => {
    expect(dates([]).code).toBe("dates-none");
  });
});

it("knows our public address from somebody else's", () => {
  expect(judgeAddress({ kind: "answered", status: 200, isOurs: true }).code).toBe("address-good");
  expect(judgeAddress({ kind: "answered", status: 200, isOurs: false }).code).toBe("address-strange");
  expect(judgeAddress({ kind: "failed", reason: "tls" }).code).toBe("address-silent");
});
