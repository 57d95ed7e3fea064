/**
 * The doctor finds what is planted, and nothing else: each fault is a real one, in a real process, database, certificate or
 * neighbour, and the doctor is the process that an operator runs.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer as createTlsServer } from "node:https";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { CHECKS } from "#app/doctor/finding.ts";
import { shopWord } from "#app/doctor/report.ts";
import { Secret } from "#app/lib/secret.ts";
import { tellAllReadiness } from "#app/merchants/tell-readiness.server.ts";
import { freePorts } from "../../scripts/demo/free-ports.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { listen } from "../../server/listen.ts";
import type { LeafRequest } from "../../simulators/certificates.ts";
import { useTlsFiles } from "../builders/configuration.ts";
import { examineProcess, runDoctorProcess, wrongIn } from "../builders/doctor.ts";
import { startForwarder } from "../builders/forwarder.ts";
import { changeKeysAtPagoEfectivo } from "../builders/merchant-connection.ts";
import { connectNewShop } from "../builders/shop.ts";
import { launchWorkerProcess } from "../builders/worker-process.ts";
import { openPaymentsPort } from "../setup/payments-port.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("doctor", { roles: ["web", "payments"] });
const tls = useTlsFiles();
const DAY_MS = 86_400_000;
/** Each look is a process of its own, which a busy machine starts slowly. */
const SLOW = { timeout: 120_000 };

let worker: ReturnType<typeof launchWorkerProcess> | null = null;
beforeAll(() => tellAllReadiness(world().system.deps));
beforeEach(async () => {
  worker ??= launchWorkerProcess(world());
  await worker.started;
});
afterAll(() => worker?.killHard());

const examine = (changes: Record<string, string> = {}) => examineProcess(world(), changes);

/** Plants a fault in the database until the test ends. */
async function plant(sql: string, undo: string): Promise<void> {
  await world().rows(sql);
  onTestFinished(async () => {
    await world().rows(undo);
  });
}

/** A payments port with a certificate of its own, and the variables that name the port and the files. */
async function withCertificate(request: LeafRequest): Promise<Record<string, string>> {
  const files = tls();
  const { key, cert } = await files.made.issuer.issueServer(request);
  const clientCa = files.made.caBundle;
  const port = await openPaymentsPort(world(), { mode: "direct", key: new Secret(key), cert, clientCa });
  onTestFinished(() => port.close());
  return { ...files.write({ KEY: key, CERT: cert }), PAYMENTS_PORT: String(port.port) };
}

describe("an installation that works", SLOW, () => {
  it("is all ✓, and the same afterwards", async () => {
    const facts = `select (select count(*)::int from notices) as notices, (select count(*)::int from audit_log) as audit,
      (select json_agg(k order by id) from credential_sets k) as sets, (select json_agg(s order by id) from shops s) as shops`;
    const before = await world().rows(facts);

    const { checks, ok, ended, ...report } = await examine();

    expect(wrongIn({ checks, ok, ...report })).toEqual([]);
    expect(checks.map(({ check }) => check)).toEqual(CHECKS);
    expect(checks.every(({ sign, fix }) => sign === "✓" && fix === null)).toBe(true);
    expect({ ok, ended }).toEqual({ ok: true, ended: 0 });
    expect(await world().rows(facts)).toEqual(before);
  });

  it("is read by people as well, with a text for support that names no shop", async () => {
    const { printed, ended } = await runDoctorProcess(world(), {}, []);

    expect(ended).toBe(0);
    expect(printed).toContain("✓ notices");
    expect(printed).toContain(`${CHECKS.length} ✓`);
    expect(printed.slice(printed.indexOf("For support"))).not.toContain(DEMO_SHOP);
  });
});

describe("the doctor names", SLOW, () => {
  it("variables that cannot be used, and stops there", async () => {
    const report = await examine({ VAULT_KEYS: "nonsense", PUBLIC_ORIGIN: "" });

    expect(wrongIn(report)).toEqual(["configuration configuration-bad"]);
    expect(report.checks.find(({ check }) => check === "configuration")?.found).toMatch(
      /PUBLIC_ORIGIN: is not set; VAULT_KEYS: |VAULT_KEYS: .*; PUBLIC_ORIGIN: is not set/,
    );
    expect(report.ended).toBe(2);
  });

  it("who runs the service, where the public pages cannot: as a warning where they name nobody or not everything", async () => {
    const nobody = {
      ...{ OPERATOR_NAME: "", OPERATOR_ADDRESS: "", OPERATOR_EMAIL: "" },
      ...{ OPERATOR_DATA_PLACE: "", OPERATOR_INCIDENT_CONTACT: "" },
    };

    const unnamed = await examine(nobody);
    const incomplete = await examine({ OPERATOR_INCIDENT_CONTACT: "" });
    const half = await examine({ OPERATOR_ADDRESS: "" });

    expect(wrongIn(unnamed)).toEqual(["operator operator-unnamed"]);
    expect(unnamed.checks.find(({ check }) => check === "operator")?.fix).toContain("OPERATOR_NAME");
    expect(unnamed.ended).toBe(1);
    expect(wrongIn(incomplete)).toEqual(["operator operator-incomplete"]);
    expect(incomplete.checks.find(({ check }) => check === "operator")?.found).toContain(
      "OPERATOR_INCIDENT_CONTACT",
    );
    expect(wrongIn(half)).toEqual(["configuration configuration-bad"]);
    expect(half.checks.find(({ check }) => check === "configuration")?.found).toContain("OPERATOR_ADDRESS");
  });

  it("a database that does not answer", async () => {
    const [port] = await freePorts(1);

    const report = await examine({ DATABASE_URL: `postgres://app:app@127.0.0.1:${port}/app` });

    expect(wrongIn(report)).toEqual(["database database-silent"]);
  });

  it("a migration that is missing", async () => {
    const set = (from: string, to: string) =>
      `update _prisma_migrations set migration_name = '${to}' where migration_name = '${from}'`;
    await plant(
      set("20261129210000_urged_reports", "hidden"),
      set("hidden", "20261129210000_urged_reports"),
    );

    const report = await examine();

    expect(wrongIn(report)).toEqual(["migrations migrations-missing"]);
    expect(report.checks.find(({ check }) => check === "migrations")?.found).toContain("urged_reports");
  });

  it("a vault key that was lost", async () => {
    const other = `demo:${randomBytes(32).toString("base64")}`;

    expect(wrongIn(await examine({ VAULT_KEYS: other }))).toEqual(["vault vault-shut"]);
  });

  it("a clock that PagoEfectivo does not share", async () => {
    const behind = await startForwarder(world().pagoefectivo.origin, { dateOffMs: 150_000 });

    const report = await examine({ SIMULATOR_PAGOEFECTIVO_ORIGIN: behind });

    expect(wrongIn(report)).toEqual(["clock clock-wrong"]);
    expect(report.checks.find(({ check }) => check === "clock")?.found).toContain("PagoEfectivo's");
  });

  it("workers that are all dead", async () => {
    await worker?.killHard();
    worker = null;
    // A new one gives back what the dead one held, which the next test would wait for.
    onTestFinished(async () => {
      worker = launchWorkerProcess(world());
      await worker.started;
    });
    await world().rows("update worker_heartbeats set beat_at = beat_at - interval '1 minute'");

    expect(wrongIn(await examine())).toEqual(["workers workers-none"]);
  });

  it("a job that nobody takes", async () => {
    await world().rows(
      "select graphile_worker.add_job('of-another-version', '{}'::json, run_at := now() - interval '20 minutes')",
    );

    expect(wrongIn(await examine())).toEqual(["waiting-jobs jobs-stuck"]);
  });

  it("a job that has used up its attempts", async () => {
    await world().rows(
      "select graphile_worker.add_job('of-another-version', '{}'::json, max_attempts := 1)",
    );
    await world().rows("update graphile_worker._private_jobs set attempts = 1 where max_attempts = 1");

    const report = await examine();

    expect(wrongIn(report)).toEqual(["dead-jobs jobs-dead"]);
    expect(report.checks.find(({ check }) => check === "dead-jobs")?.found).toContain("of-another-version");
  });

  it("not in a schedule's job whose process was killed while its next one came", async () => {
    const comes = () =>
      world().rows(
        `select graphile_worker.add_job('of-another-version', '{"_cron": {}}'::json, job_key := 'schedule:of-another-version')`,
      );
    await comes();
    await world().rows("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'killed'");
    await comes();
    await world().rows("select graphile_worker.force_unlock_workers(array['killed'])");

    expect(
      await world().rows("select 1 from graphile_worker.jobs where attempts = max_attempts"),
    ).toHaveLength(1);
    expect(wrongIn(await examine())).toEqual([]);
  });

  it("a payments port that is not there, and one that lets strangers in", async () => {
    const [port] = await freePorts(1);
    const read = (name: string) => readFileSync(world().environment[`PAYMENTS_TLS_${name}_FILE`] ?? "");
    const careless = createTlsServer({ key: read("KEY"), cert: read("CERT") }, (_, response) =>
      response.end(),
    );
    const open = await listen(careless, 0, "127.0.0.1");
    onTestFinished(() => open.close());

    expect(wrongIn(await examine({ PAYMENTS_PORT: String(port) }))).toEqual([
      "payments-door payments-silent",
    ]);
    expect(wrongIn(await examine({ PAYMENTS_PORT: String(open.port) }))).toEqual([
      "payments-door payments-open",
    ]);
  });

  it("a payments port that was not started again after its certificate was renewed", async () => {
    expect(wrongIn(await examine(tls().write()))).toEqual(["payments-door payments-other-certificate"]);
  });

  it("a certificate that ends soon, as a warning, and one that ends in days, as a failure", async () => {
    const soon = await examine(await withCertificate({ notAfter: new Date(Date.now() + 20.5 * DAY_MS) }));
    const inDays = await examine(await withCertificate({ notAfter: new Date(Date.now() + 3.5 * DAY_MS) }));

    expect(wrongIn(soon)).toEqual(["certificate-dates own-certificate-soon"]);
    expect(soon.ended).toBe(1);
    expect(wrongIn(inDays)).toEqual(["certificate-dates own-certificate-ends"]);
    expect(inDays.ended).toBe(2);
  });

  it("a chain without its intermediate", async () => {
    const incomplete = await withCertificate({ presentIntermediates: false });

    expect(wrongIn(await examine(incomplete))).toEqual(["certificate-chain chain-incomplete"]);
  });

  it("a public address where nobody is, and one where somebody else is", async () => {
    const [port] = await freePorts(1);
    const elsewhere = world().pagoefectivo.origin;

    expect(wrongIn(await examine({ PUBLIC_ORIGIN: `http://127.0.0.1:${port}` }))).toEqual([
      "public-address address-silent",
    ]);
    expect(wrongIn(await examine({ PUBLIC_ORIGIN: elsewhere }))).toEqual([
      "public-address address-strange",
    ]);
  });

  it("a proxy that writes bodies anew, and one that lets no notice through", async () => {
    const rewriting = await startForwarder(world().webOrigin, {
      body: (text) => JSON.stringify(JSON.parse(text)),
    });
    const challenging = await startForwarder(world().webOrigin, {
      answer: { status: 403, body: "Are you a person?" },
    });
    const answering = await startForwarder(world().webOrigin, { answer: { status: 200, body: "{}" } });

    expect(wrongIn(await examine({ PUBLIC_ORIGIN: rewriting }))).toEqual(["notices probe-spoilt"]);
    expect(wrongIn(await examine({ PUBLIC_ORIGIN: challenging }))).toEqual(["notices probe-blocked"]);
    expect(wrongIn(await examine({ PUBLIC_ORIGIN: answering }))).toEqual(["notices probe-false"]);
  });

  it("keys that PagoEfectivo has replaced, and whose they are to the operator alone", async () => {
    const shop = await connectNewShop(world());
    onTestFinished(async () => {
      await world().rows("update shops set uninstalled_at = now() where domain = $1", [shop.domain]);
    });
    await tellAllReadiness(world().system.deps);
    changeKeysAtPagoEfectivo(world(), shop);

    const report = await examine();

    expect(wrongIn(report)).toEqual(["credentials keys-refused"]);
    expect(report.checks.find(({ check }) => check === "credentials")?.found).toContain(shop.domain);
    expect(report.support).not.toContain(shop.domain);
    expect(report.support).toContain(shopWord(shop.domain));
  });

  it("a shop whose Shopify token is lost", async () => {
    const lost = "update shopify_sessions set refresh_lost_at";
    await plant(`${lost} = now() where id = 'offline_${DEMO_SHOP}'`, `${lost} = null`);

    expect(wrongIn(await examine())).toEqual(["shopify-tokens tokens-lost"]);
  });

  it("a shop of which Shopify knows something else", async () => {
    const set = (word: string) =>
      `update shops set configured_ready = ${word} where domain = '${DEMO_SHOP}'`;
    await plant(set("false"), set("true"));
    // Or what tells Shopify every hour may be faster than the doctor.
    const fault = { fault: "http-503", mutation: "paymentsAppConfigure", count: 1_000 } as const;
    world().shopify.switches.nextFaults.push(fault);
    const report = await examine();

    expect([...wrongIn(report), report.ended]).toEqual(["shopify-told told-waiting", 1]);
  });
});
