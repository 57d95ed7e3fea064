import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { exportShop, type ShopExport } from "#app/shop-export/export-shop.server.ts";
import { OTHER_TABLES, SHOP_TABLES } from "#app/shop-export/shop-tables-queries.server.ts";
import { newPerson, paidBy, type Person } from "../builders/person.ts";
import type { IssuedPayment } from "../builders/payment.ts";
import { connectNewShop, type Shop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("shop_export", { tls: "off" });
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "shop-export-"));
  folders.push(folder);
  return folder;
}

interface Exported {
  folder: string;
  manifest: ShopExport;
  /** Everything that leaves, as one text. */
  text: string;
  rows: (table: string) => Record<string, unknown>[];
}

async function exported(shop: string): Promise<Exported> {
  const folder = newFolder();
  const outcome = await exportShop(world().system.deps, { shop, folder });
  if (outcome.kind === "refused") throw new Error(`the export was refused: ${outcome.reason}`);
  const read = (file: string) => readFileSync(path.join(folder, file), "utf8");
  return {
    ...{ folder, manifest: outcome.export },
    text: readdirSync(folder).map(read).join("\n"),
    rows: (table) =>
      read(`${table}.jsonl`)
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line))),
  };
}

interface Sold {
  shop: Shop;
  person: Person;
  payment: IssuedPayment;
}

/** Two shops whose merchant has one PagoEfectivo account: its notices all come to the first one's address. */
async function soldByTwo(): Promise<[Sold, Sold]> {
  const first = await connectNewShop(world());
  const second = await connectNewShop(world(), { serviceOf: first });
  const sold = async (shop: Shop): Promise<Sold> => {
    const person = newPerson();
    return { shop, person, payment: await paidBy(world(), shop.domain, person) };
  };
  return [await sold(first), await sold(second)];
}

it("knows every table of the database", async () => {
  const tables = await world().rows<{ name: string }>(
    "select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace",
  );
  const known = [...SHOP_TABLES.map(({ table }) => table), ...Object.keys(OTHER_TABLES)];

  expect(known.toSorted()).toEqual(tables.map(({ name }) => name).toSorted());
});

it("says in its documentation what each file holds", () => {
  const text = readFileSync(new URL("../../docs/export-format.md", import.meta.url), "utf8");

  expect(SHOP_TABLES.filter(({ table }) => !text.includes(`\`${table}.jsonl\``))).toEqual([]);
});

it("holds a shop's history and nothing of another, also of one with the same PagoEfectivo account", async () => {
  const [first, second] = await soldByTwo();

  for (const [mine, other] of [
    [first, second],
    [second, first],
  ] as const) {
    const { rows, text, manifest } = await exported(mine.shop.domain);

    expect(rows("payments")).toMatchObject([
      {
        id: mine.payment.paymentId,
        amount_centimos: 12_500,
        told: "resolved",
        shopper_email: expect.any(String),
      },
    ]);
    expect(rows("codes")).toMatchObject([{ cip: mine.payment.cip, state: "paid" }]);
    expect(rows("timeline").length).toBeGreaterThan(3);
    expect(rows("reports").map(({ kind }) => kind)).toEqual(expect.arrayContaining(["pending", "resolve"]));
    expect(rows("notices")).toMatchObject([{ cip: mine.payment.cip, code_id: mine.payment.codeId }]);
    for (const canary of [
      ...other.person.canaries,
      other.payment.cip,
      other.payment.paymentId,
      other.shop.domain,
    ])
      expect(text, `of the other shop: ${canary}`).not.toContain(canary);
    expect(manifest.tables.every(({ table }) => SHOP_TABLES.some((known) => known.table === table))).toBe(
      true,
    );
  }
});

it("leaves a notice that names no code of ours without its words", async () => {
  const [first] = await soldByTwo();
  await world().rows(
    `insert into notices (id, set_id, credential_version_id, received_at, body, body_hash, signature_form, cip, state)
     select gen_random_uuid(), set_id, credential_version_id, now(), 'canary-of-a-stranger', sha256('x'::bytea),
       signature_form, '999888777', 'received' from notices where code_id = $1`,
    [first.payment.codeId],
  );

  const { rows, text } = await exported(first.shop.domain);

  expect(rows("notices")).toHaveLength(2);
  expect(text).not.toContain(Buffer.from("canary-of-a-stranger").toString("base64"));
  expect(text).not.toContain("999888777");
});

it("holds no secret, and no address that opens a page without a login", async () => {
  const [, { shop, payment }] = await soldByTwo();
  const sealed = await world().rows<{ text: string }>(
    `select sealed_access_key as text from credential_versions union all select sealed from shopify_sessions`,
  );
  const tokens = await world().rows<{ text: string }>("select notice_token as text from credential_sets");

  const { text } = await exported(shop.domain);

  const secrets = [
    shop.accessKey,
    shop.secretKey,
    payment.slug,
    ...[...sealed, ...tokens].map((row) => row.text),
  ];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});

it("proves each file by its hash, and is readable by its owner only", async () => {
  const [{ shop }] = await soldByTwo();

  const { folder, manifest } = await exported(shop.domain);

  for (const { file, sha256, bytes, rows } of manifest.tables) {
    const content = readFileSync(path.join(folder, file));
    expect(createHash("sha256").update(content).digest("hex")).toBe(sha256);
    expect(content.length).toBe(bytes);
    expect(content.toString("utf8").split("\n").length - 1).toBe(rows);
    expect(statSync(path.join(folder, file)).mode & 0o077).toBe(0);
  }
  expect(JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8"))).toEqual(manifest);
});

it("refuses a shop that nobody knows, and a folder in which something stands", async () => {
  const [folder, full] = [newFolder(), newFolder()];
  writeFileSync(path.join(full, "theirs.txt"), "x");

  const answers = [
    await exportShop(world().system.deps, { shop: "nobody.myshopify.com", folder }),
    await exportShop(world().system.deps, { shop: "nobody.myshopify.com", folder: full }),
    await exportShop(world().system.deps, {
      shop: "nobody.myshopify.com",
      folder: path.join(folder, "a", "b"),
    }),
  ];

  expect(answers).toEqual([
    { kind: "refused", reason: "unknown-shop" },
    { kind: "refused", reason: "folder-not-empty" },
    { kind: "refused", reason: "unknown-shop" },
  ]);
  expect(readdirSync(folder)).toEqual([]);
});
