import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/**
 * Certificates for trying mutual TLS on one machine: authorities, server and client certificates, right ones and
 * wrong ones. Made anew for each run and never written into the repository. All keys are EC P-256.
 */
const KEY_ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY_MS = 86_400_000;

/** A certificate with its private key, as PEM. */
export interface KeyAndCertificate {
  /** PKCS #8 PEM. */
  key: string;
  /** The certificate, followed by the intermediates that the holder presents. */
  cert: string;
}

/** What one leaf certificate is to be. Everything left out is right and valid. */
export interface LeafRequest {
  commonName?: string;
  /** Validity, UTC. Default: a day before to 90 days after the `now` of the authority. */
  notBefore?: Date;
  notAfter?: Date;
  /** Extended key usages; an empty list leaves the extension out. */
  usages?: ("clientAuth" | "serverAuth")[];
  /** false: the holder does not present the intermediate. Default true. */
  presentIntermediates?: boolean;
  /** Names for a server certificate. */
  dnsNames?: string[];
  ipAddresses?: string[];
}

export interface CertificateAuthority {
  commonName: string;
  /** This authority's own certificate, PEM. */
  cert: string;
  /** PEM of the intermediates from this authority up to, not including, the root; empty for a root. */
  intermediates: string;
  /** An authority signed by this one. */
  issueAuthority(commonName: string): Promise<CertificateAuthority>;
  /** A client certificate for mutual TLS (usage clientAuth unless asked otherwise). */
  issueClient(request?: LeafRequest): Promise<KeyAndCertificate>;
  /** A server certificate for localhost and 127.0.0.1 (usage serverAuth unless asked otherwise). */
  issueServer(request?: LeafRequest): Promise<KeyAndCertificate>;
}

export interface TestCertificatesOptions {
  /** Validity is counted from here, UTC. TLS compares with the machine's clock, so pass the real time. */
  now: Date;
  /** true: leaves are signed by an intermediate below the root. Default false. */
  intermediate?: boolean;
  commonName?: string;
}

export interface TestCertificates {
  root: CertificateAuthority;
  /** Who signs the leaves: the intermediate when there is one, otherwise the root. */
  issuer: CertificateAuthority;
  /** PEM to trust: the root alone. */
  ca: string;
  /** PEM to trust where intermediates must be in the bundle too: root and intermediate. */
  caBundle: string;
  server: KeyAndCertificate;
  client: KeyAndCertificate;
}

interface Signer {
  name: string;
  keys: CryptoKeyPair;
  certificate: x509.X509Certificate;
}

async function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(KEY_ALGORITHM, true, ["sign", "verify"]);
}

async function keyPem(keys: CryptoKeyPair): Promise<string> {
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return `${x509.PemConverter.encode(pkcs8, "PRIVATE KEY")}\n`;
}

async function newSigner(commonName: string, now: Date, parent: Signer | null): Promise<Signer> {
  const keys = await newKeys();
  const signer = parent ?? { name: `CN=${commonName}`, keys };
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${commonName}`,
    issuer: signer.name,
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + 365 * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: signer.keys.privateKey,
    signingAlgorithm: KEY_ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(signer.keys.publicKey),
    ],
  });
  return { name: `CN=${commonName}`, keys, certificate };
}

async function issueLeaf(
  signer: Signer,
  intermediates: string,
  now: Date,
  request: LeafRequest & { commonName: string; usages: ("clientAuth" | "serverAuth")[] },
): Promise<KeyAndCertificate> {
  const keys = await newKeys();
  const extensions: x509.Extension[] = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(signer.keys.publicKey),
  ];
  if (request.usages.length > 0) {
    extensions.push(
      new x509.ExtendedKeyUsageExtension(request.usages.map((usage) => x509.ExtendedKeyUsage[usage])),
    );
  }
  const names: x509.JsonGeneralName[] = [
    ...(request.dnsNames ?? []).map((value) => ({ type: "dns" as const, value })),
    ...(request.ipAddresses ?? []).map((value) => ({ type: "ip" as const, value })),
  ];
  if (names.length > 0) extensions.push(new x509.SubjectAlternativeNameExtension(names));
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${request.commonName}`,
    issuer: signer.name,
    notBefore: request.notBefore ?? new Date(now.getTime() - DAY_MS),
    notAfter: request.notAfter ?? new Date(now.getTime() + 90 * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: signer.keys.privateKey,
    signingAlgorithm: KEY_ALGORITHM,
    extensions,
  });
  const chain = request.presentIntermediates === false ? "" : intermediates;
  return { key: await keyPem(keys), cert: `${certificate.toString("pem")}\n${chain}` };
}

function authority(
  commonName: string,
  signer: Signer,
  intermediates: string,
  now: Date,
): CertificateAuthority {
  return {
    commonName,
    cert: `${signer.certificate.toString("pem")}\n`,
    intermediates,
    issueAuthority: async (childName) => {
      const child = await newSigner(childName, now, signer);
      return authority(childName, child, `${child.certificate.toString("pem")}\n${intermediates}`, now);
    },
    issueClient: (request = {}) =>
      issueLeaf(signer, intermediates, now, {
        commonName: "payments client",
        usages: ["clientAuth"],
        ...request,
      }),
    issueServer: (request = {}) =>
      issueLeaf(signer, intermediates, now, {
        commonName: "localhost",
        usages: ["serverAuth"],
        dnsNames: ["localhost"],
        ipAddresses: ["127.0.0.1"],
        ...request,
      }),
  };
}

/**
 * Makes a root, on request an intermediate, and one valid server and client certificate. Wrong certificates come
 * from the authorities in the answer: `issuer.issueClient({ notAfter })` is expired, `{ usages: ["serverAuth"] }` has
 * the wrong usage, `{ usages: [] }` none, `{ presentIntermediates: false }` an incomplete chain; a second call makes
 * an authority that nobody trusts.
 */
export async function makeTestCertificates(options: TestCertificatesOptions): Promise<TestCertificates> {
  const commonName = options.commonName ?? "Simulated Payment Platform Root CA";
  const root = authority(commonName, await newSigner(commonName, options.now, null), "", options.now);
  const issuer =
    options.intermediate === true ? await root.issueAuthority(`${commonName} - Intermediate`) : root;
  return {
    root,
    issuer,
    ca: root.cert,
    caBundle: `${root.cert}${issuer.intermediates}`,
    server: await issuer.issueServer(),
    client: await issuer.issueClient(),
  };
}
