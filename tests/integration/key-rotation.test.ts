import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { Secret } from "#app/lib/secret.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { rotateKeys, type Rotation } from "#app/keys/rotate-keys.server.ts";
import { SEALED_COLUMNS } from "#app/keys/sealed-columns-queries.server.ts";
import { credentialsOfVersion } from "#app/merchants/credential-queries.server.ts";
import { fetchPrivacyExport } from "#app/privacy/fetch-privacy-export.server.ts";
import { downloadBatch } from "#app/refunds/batch/batch.server.ts";
import { revealDestination } from "#app/refunds/reveal-destination.server.ts";
import { stagedFile } from "#app/books/statement-staged-file.server.ts";
import { openSession, sealSession } from "#app/shopify/shopify-session-store.server.ts";
import { toldPending, sessionState } from "../builders/payment.ts";
import { CANARY } from "../builders/refund-rows.ts";
import {
  newRingKey,
  PART,
  ringOf,
  sealEverything,
  sessionOf,
  type SealedShop,
} from "../builders/sealed-rows.ts";
import { useWorld } from "../setup/world.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [OLD, NEW] = [newRingKey("2025"), newRingKey("2026")];
// As after the second step of docs/keys.md: every process seals with the new key and opens with both.
const world = useWorld("key_rotation", { tls: "off", environment: { VAULT_KEYS: `${NEW},${OLD}` } });

const MANY = 2_000;
let client: pg.Client;
beforeAll(async () => {
  client = new pg.Client({ connectionString: world().environment["DATABASE_URL"] });
  await client.connect();
});
afterAll(() => client.end());

const depsWith = (vault: Vault) => ({ ...world().system.deps, vault, pause: async () => {} });
const rotateTo = (vault: Vault, isDryRun = false) => rotateKeys(depsWith(vault), { isDryRun });
const columnsOf = ({ columns }: Rotation) =>
  new Map(columns.map((one) => [`${one.table}.${one.column}`, one] as const));

const rotation = z.object({
  byKey: z.record(z.string(), z.number()),
  columns: z.array(
    z.object({ table: z.string(), resealed: z.number(), left: z.number(), shut: z.number() }),
  ),
});

/** The command in a process of its own, as an operator runs it. */
function rotateInProcess(): Promise<{ ended: number; printed: string }> {
  const env = { ...process.env, ...world().environment };
  return new Promise((resolve) => {
    execFile(process.execPath, ["scripts/rotate-keys.ts", "--json"], { cwd: root, env }, (error, out) =>
      resolve({ ended: error ? 1 : 0, printed: out }),
    );
  });
}

const countOf = async (keyId: string): Promise<number> => {
  const [row] = await world().rows<{ count: number }>(
    "select count(*)::int as count from shopify_sessions where starts_with(sealed, $1)",
    [`${keyId}.`],
  );
  return row?.count ?? 0;
};

/** Starts the command and cuts it off, as a power cut would, in the middle of its work. */
async function killedInTheMiddle(): Promise<void> {
  const env = { ...process.env, ...world().environment };
  const child = spawn(process.execPath, ["scripts/rotate-keys.ts"], { cwd: root, env, stdio: "ignore" });
  const ended = once(child, "exit");
  const before = await countOf("2026");
  await world().until(
    "some sessions to be sealed anew",
    async () => (await countOf("2026")) > before + 100,
  );
  child.kill("SIGKILL");
  await ended;
}

/** Tokens of a shop are replaced again and again, until it is stopped; answers how many were written. */
function startWriting(domain: string): { stop: () => Promise<number> } {
  let isOver = false;
  let written = 0;
  const writing = (async () => {
    while (!isOver) {
      written += 1;
      await world().system.deps.sessions.storeSession(sessionOf(domain, `shpat_later_${written}`));
    }
  })();
  const stop = async () => {
    isOver = true;
    await writing;
    return written;
  };
  onTestFinished(async () => {
    await stop();
  });
  return { stop };
}

/** Everything that the product reads of this shop, opened by its own functions with this vault. */
async function openEverything(shop: SealedShop, vault: Vault) {
  const deps = { ...world().system.deps, vault };
  const { shopId, domain, refundId, batchId } = shop;
  const person = { shopId, userId: "7001" };
  const keys = await credentialsOfVersion(deps.db, vault, shop.versionId);
  const file = await downloadBatch(deps, { ...person, batchId });
  const [session] = await world().rows<{ shop: string; sealed: string }>(
    "select shop, sealed from shopify_sessions where shop = $1",
    [domain],
  );
  const upload = stagedFile(deps, { id: shop.uploadId, shop: domain, size: PART.length });
  return {
    keys: [keys.accessKey.reveal(), keys.secretKey.reveal()],
    destination: await revealDestination(deps, { ...person, refundId }),
    file: file.kind === "file" && file.text.includes(CANARY.holder),
    export: await fetchPrivacyExport(deps, { ...person, requestId: shop.requestId }),
    part: (await upload.read(0, PART.length)).toString(),
    token: session && openSession(vault, session).accessToken,
  };
}

describe("the columns that the rotation knows", () => {
  it("are all that the database has under such a name", async () => {
    const rows = await world().rows<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and column_name like '%sealed%'`,
    );
    const known = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);

    expect(rows.length).toBeGreaterThan(8);
    expect(rows.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });

  it("are all in which a sealed text stands, whatever they are called", async () => {
    const scan = newRingKey("scan");
    await sealEverything(client, ringOf(scan, NEW));
    const columns = await world().rows<{ table: string; column: string }>(
      `select table_schema || '.' || table_name as table, column_name as column from information_schema.columns
       where table_schema in ('public', 'graphile_worker') and data_type in ('text', 'json', 'jsonb')
         and table_name in (select relname from pg_class where relkind = 'r')`,
    );
    const found: string[] = [];
    for (const { table, column } of columns) {
      const rows = await client.query(
        `select 1 from ${table} where "${column}"::text ~ '(^|")scan[.][A-Za-z0-9_-]{38}' limit 1`,
      );
      if (rows.rowCount) found.push(`${table.replace(/^public\./, "")}.${column}`);
    }

    expect(found.toSorted()).toEqual(SEALED_COLUMNS.map((of) => `${of.table}.${of.column}`).toSorted());
    expect((await rotateTo(ringOf(NEW, OLD, scan))).byKey["scan"]).toBeUndefined();
  });
});

describe("a rotation", () => {
  it("survives being killed, leaves what others write meanwhile, and then the old key can be taken away", async () => {
    const shop = await sealEverything(client, ringOf(OLD, NEW));
    const seal = (n: number) =>
      sealSession(ringOf(OLD), sessionOf(`shop-${n}.myshopify.com`, `shpat_${n}`));
    await client.query(
      `insert into shopify_sessions (id, shop, is_online, sealed)
       select 'online_' || n, 'shop-' || n || '.myshopify.com', true, sealed from unnest($1::text[]) with ordinality as x (sealed, n)`,
      [Array.from({ length: MANY }, (_, index) => seal(index + 1))],
    );
    // Processes that write meanwhile: the app takes a payment, and tokens are replaced again and again.
    const writer = startWriting(shop.domain);

    await killedInTheMiddle();
    const leftByKilled = await countOf("2025");
    const payment = await toldPending(world());
    const runs = await Promise.all([rotateInProcess(), rotateInProcess()]);
    const written = await writer.stop();

    expect(leftByKilled).toBeGreaterThan(0);
    expect(runs.map(({ ended }) => ended)).toEqual([0, 0]);
    const [last] = runs.map(({ printed }) => rotation.parse(JSON.parse(printed)));
    expect(last?.columns.every(({ left, shut }) => left === 0 && shut === 0)).toBe(true);
    expect(Object.keys(last?.byKey ?? {}).filter((id) => id === "2025")).toEqual([]);
    const withoutOld = ringOf(NEW);
    expect(await openEverything(shop, withoutOld)).toMatchObject({
      keys: ["access-canary", "secret-canary"],
      destination: { kind: "cci" },
      file: true,
      export: "{}",
      part: PART.toString(),
      token: `shpat_later_${written}`,
    });
    await world().pagoefectivo.pay(payment.cip);
    await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
  }, 120_000);

  it("says what is left without writing, and what no key opens stays and is named", async () => {
    await rotateTo(ringOf(NEW, OLD));
    const shop = await sealEverything(client, ringOf(OLD, NEW));
    const stranger = ringOf(newRingKey("lost")).seal(new Secret("x"), {
      shop: shop.domain,
      field: "privacy-export",
    });
    await client.query("update privacy_requests set sealed_export = $2 where id = $1", [
      shop.requestId,
      stranger,
    ]);

    const dry = await rotateTo(ringOf(NEW, OLD), true);
    const again = await rotateTo(ringOf(NEW, OLD), true);
    const real = await rotateTo(ringOf(NEW, OLD));

    expect(dry).toEqual(again);
    expect(columnsOf(dry).get("refunds.sealed_destination")).toMatchObject({
      resealed: 2,
      left: 2,
      shut: 0,
    });
    expect(columnsOf(real).get("refunds.sealed_destination")).toMatchObject({
      resealed: 2,
      left: 0,
      shut: 0,
    });
    expect(columnsOf(real).get("privacy_requests.sealed_export")).toMatchObject({ left: 1, shut: 1 });
    expect(real.byKey["lost"]).toBe(1);
    const [row] = await world().rows("select sealed_export from privacy_requests where id = $1", [
      shop.requestId,
    ]);
    expect(row).toEqual({ sealed_export: stranger });
    await client.query("update privacy_requests set sealed_export = null where id = $1", [shop.requestId]);
  });

  // Fault: the refresh token works once. A new one that comes to a text which is not there any more is thrown away.
  it("waits for a token that is being refreshed, and its new token is kept", async () => {
    const shop = await sealEverything(client, ringOf(OLD, NEW));
    const [row] = await world().rows<{ sealed: string }>(
      "select sealed from shopify_sessions where shop = $1",
      [shop.domain],
    );
    const claim = "update shopify_sessions set refresh_claimed_until = $2 where shop = $1";
    await client.query(claim, [shop.domain, new Date(world().clock.now().getTime() + 30_000)]);
    const seen: unknown[] = [];

    const done = await rotateKeys(
      {
        ...depsWith(ringOf(NEW, OLD)),
        pause: async () => {
          seen.push(
            ...(await world().rows("select sealed from shopify_sessions where shop = $1", [shop.domain])),
          );
          await client.query(claim, [shop.domain, null]);
        },
      },
      { isDryRun: false },
    );

    expect(seen).toEqual([row]);
    expect(columnsOf(done).get("shopify_sessions.sealed")).toMatchObject({ resealed: 1, left: 0 });
  });

  it("is the only one who changes what a batch pays: the same words from anyone else are refused", async () => {
    const shop = await sealEverything(client, ringOf(OLD, NEW));
    const other = ringOf(NEW).seal(new Secret("x"), {
      shop: shop.domain,
      field: `refund:${shop.refundId}`,
    });

    await expect(
      client.query("update refunds set sealed_destination = $2 where id = $1", [shop.refundId, other]),
    ).rejects.toThrow("never changes");
    await expect(
      client.query("update refund_batches set bytes = $2 where id = $1", [shop.batchId, other]),
    ).rejects.toThrow("never changes");
  });
});
