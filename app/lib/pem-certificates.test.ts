import { beforeAll, expect, it } from "vitest";
import { readCertificates } from "#app/lib/pem-certificates.ts";
import { makeTestCertificates, type TestCertificates } from "../../simulators/certificates.ts";

let made: TestCertificates;
beforeAll(async () => {
  made = await makeTestCertificates({ now: new Date(), intermediate: true, commonName: "Root" });
});

it("reads every certificate in its order, past the words between them", () => {
  const subjects = readCertificates(
    `The root:\n${made.root.cert}\nand below it\r\n${made.issuer.cert.replaceAll("\n", "\r\n")}`,
  )?.map(({ subject }) => subject);

  expect(subjects).toEqual(["CN=Root", "CN=Root - Intermediate"]);
});

it("takes a text with anything else in it, or half a certificate, for none", () => {
  const broken = made.root.cert.replace(/[A-Za-z0-9]{20}/, "");
  const texts = ["", "no PEM", made.server.key, `${made.root.cert}${made.server.key}`, broken];
  texts.push(
    `${made.root.cert}${made.issuer.cert.slice(0, 200)}`,
    made.root.cert.replace("BEGIN C", "BEGIN X509 C"),
  );

  expect(texts.map(readCertificates)).toEqual(texts.map(() => null));
});
