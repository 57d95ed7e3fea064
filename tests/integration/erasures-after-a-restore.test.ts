/** Who had themselves erased stays erased when the database is lost and an older copy takes its place. */
import { randomBytes } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { pino } from "pino";
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { JOB_TABLE } from "#app/jobs/job-table.server.ts";
import { readConfig } from "#app/lib/config.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { makeBackup } from "../../scripts/backup/make-backup.ts";
import { restoreBackup } from "../../scripts/backup/restore-backup.ts";
import { buildDependencies } from "../../server/dependencies.ts";
import { operate, SAID } from "../builders/operator.ts";
import { newPerson, paidBy } from "../builders/person.ts";
import { connectNewShop } from "../builders/shop.ts";
import { ask, deliver, payloadOf, requestOf } from "../builders/shopify-webhook.ts";
import { cloneDatabase } from "../setup/database.ts";
import { MANY_FROM_HERE } from "../setup/many-from-here.ts";
import { useWorld } from "../setup/world.ts";

const folder = mkdtempSync(path.join(tmpdir(), "ventanilla-journal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const journal = path.join(folder, "journal");
const world = useWorld("erasures", {
  tls: "off",
  environment: { ...MANY_FROM_HERE, ERASURE_JOURNAL: journal },
});
beforeEach(() => {
  rmSync(journal, { recursive: true, force: true });
  mkdirSync(journal);
});
const key = { id: "k1", key: randomBytes(32) };
const SLOW = { timeout: 120_000 };

/** The world's database as it is now, in a new one that the operator's command can be pointed to. */
async function copyOfNow() {
  const file = path.join(folder, randomBytes(6).toString("hex"));
  const source = world().environment["DATABASE_URL"] ?? "";
  await makeBackup({ databaseUrl: source, out: createWriteStream(file), key });
  return async () => {
    const database = await cloneDatabase("erasures_restored");
    await restoreBackup({ databaseUrl: database.url, source: createReadStream(file), keys: [key] });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    onTestFinished(async () => {
      await client.end();
      await database.drop();
    });
    const rows = async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(sql, [...values])).rows;
    const variables = { DATABASE_URL: database.url };
    return { rows, variables, ops: (...words: string[]) => operate(world(), words, variables) };
  };
}

/** What a worker of the restored database would do with the requests that wait there. */
async function workOn(restored: Awaited<ReturnType<Awaited<ReturnType<typeof copyOfNow>>>>): Promise<void> {
  const log = createLogger("silent", pino.destination(2));
  const config = readConfig({ ...world().environment, ...restored.variables });
  const deps = buildDependencies(config, log, world().clock);
  try {
    const waiting = await restored.rows<{ id: string }>(
      "select id from privacy_requests where done_at is null",
    );
    for (const { id } of waiting) await JOB_TABLE["work-privacy-request"](deps, { requestId: id });
  } finally {
    await deps.close();
  }
}

const emailsIn = (rows: { email: string | null }[]) => rows.map(({ email }) => email);
const EMAILS =
  "select shopper_email as email from payments where session_id = any($1) order by array_position($1, session_id)";

describe("who was erased after the copy was made", SLOW, () => {
  it("is erased again by one command, and nobody else is; asked twice it finds nothing", async () => {
    const { domain: shop } = await connectNewShop(world());
    const [person, other] = [newPerson(), newPerson()];
    const payments = [await paidBy(world(), shop, person), await paidBy(world(), shop, other)];
    const sessions = [payments.map(({ sessionId }) => sessionId)];
    const restore = await copyOfNow();
    await ask(world(), "customers/redact", shop, { email: person.email });
    const restored = await restore();
    expect(emailsIn(await restored.rows(EMAILS, sessions))).toEqual([
      person.session.email,
      other.session.email,
    ]);

    const dry = await restored.ops("erasures");
    const untouched = emailsIn(await restored.rows(EMAILS, sessions));
    const done = await restored.ops("erasures", ...SAID);
    await workOn(restored);
    const again = await restored.ops("erasures", ...SAID);

    expect(dry).toMatchObject({
      ended: 0,
      answer: { outcome: "would", inTheJournal: 1, unknownHere: 1, shops: [{ shop, erasures: 1 }] },
    });
    expect(untouched).toEqual([person.session.email, other.session.email]);
    expect(done).toMatchObject({ ended: 3, answer: { outcome: "asked", unknownHere: 1 } });
    expect(emailsIn(await restored.rows(EMAILS, sessions))).toEqual([null, other.session.email]);
    expect(again).toMatchObject({ ended: 0, answer: { outcome: "done", unknownHere: 0 } });
    expect(
      await restored.rows("select user_id, after from audit_log where action = 'operator-acted'"),
    ).toEqual([
      { user_id: "operator:rosa", after: { act: "erase-again", erasures: 1, reason: SAID.at(-1) } },
    ]);
    expect(person.canaries.filter((text) => `${dry.printed}${done.printed}`.includes(text))).toEqual([]);
  });

  it("keeps what they have bought since the erasure", async () => {
    const { domain: shop } = await connectNewShop(world());
    const person = newPerson();
    await paidBy(world(), shop, person);
    await ask(world(), "customers/redact", shop, { email: person.email });
    const erased = readFileSync(path.join(journal, readdirSync(journal)[0] ?? ""), "utf8");
    world().clock.shift(60_000);
    const { sessionId } = await paidBy(world(), shop, person);
    const restore = await copyOfNow();
    const restored = await restore();
    await restored.rows("delete from privacy_requests");
    await restored.rows("delete from shopify_webhooks");

    await restored.ops("erasures", ...SAID);
    await workOn(restored);

    expect(JSON.parse(erased)).toMatchObject({ topic: "customers/redact", shop });
    expect(emailsIn(await restored.rows(EMAILS, [[sessionId]]))).toEqual([person.session.email]);
  });
});

describe("the journal", SLOW, () => {
  it("holds an erasure once, however often Shopify delivers it, and shows nobody; no request for data", async () => {
    const { domain: shop } = await connectNewShop(world());
    const person = newPerson();
    const topic = "customers/redact";
    const delivery = {
      topic,
      shop,
      payload: payloadOf(topic, shop, person),
      webhookId: randomBytes(8).toString("hex"),
    };

    const answers = [await deliver(world(), delivery), await deliver(world(), delivery)];
    await ask(world(), "customers/data_request", shop, person);

    expect(answers).toEqual([200, 200]);
    const [only, ...more] = readdirSync(journal);
    expect(more).toEqual([]);
    const text = readFileSync(path.join(journal, only ?? ""), "utf8");
    expect(person.canaries.filter((canary) => text.includes(canary))).toEqual([]);
  });

  it("that cannot be written has Shopify deliver again, while the erasure goes on", async () => {
    const { domain: shop } = await connectNewShop(world());
    const person = newPerson();
    const topic = "customers/redact";
    const delivery = {
      topic,
      shop,
      payload: payloadOf(topic, shop, person),
      webhookId: randomBytes(8).toString("hex"),
    };
    rmSync(journal, { recursive: true });

    await expect(deliver(world(), delivery)).rejects.toThrow("ENOENT");
    const request = await requestOf(world(), topic, shop);
    const alerts = world()
      .logged()
      .filter(
        (line) => line.includes("could not be written into the journal") && line.includes('"alert":true'),
      );
    mkdirSync(journal);
    const answered = await deliver(world(), delivery);

    expect(request.outcome).toBe("done");
    expect(alerts).toHaveLength(1);
    expect(answered).toBe(200);
    expect(readdirSync(journal)).toHaveLength(1);
  });

  it("with a file that does not open is refused whole, and the file is named", async () => {
    const { domain: shop } = await connectNewShop(world());
    await ask(world(), "customers/redact", shop, newPerson());
    const [name = ""] = readdirSync(journal);
    const file = path.join(journal, name);
    await writeFile(file, readFileSync(file, "utf8").slice(0, 60));

    const broken = await operate(world(), ["erasures", ...SAID]);
    const none = await operate(world(), ["erasures"], { ERASURE_JOURNAL: "" });

    expect(broken).toMatchObject({ ended: 1, answer: { outcome: "refused", unreadable: [name] } });
    expect(none).toMatchObject({ ended: 1, answer: { outcome: "refused" } });
    expect(none.answer.why).toContain("ERASURE_JOURNAL");
  });
});
