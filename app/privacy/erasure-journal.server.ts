/**
 * What people were promised to be forgotten, written down where the loss of the database does not reach: a copy of the database is of its
 * moment and brings back whom somebody has had erased since, and Shopify does not ask twice. One small file for each erasure in a folder of
 * the operator's; whom it is about is sealed. It says no more than the copies that it is kept for, and goes when they go.
 */
import { createHash, randomUUID } from "node:crypto";
import { open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Vault } from "#app/lib/vault.server.ts";
import { openSubject, sealSubject } from "#app/privacy/privacy-request.server.ts";
import type { Contact } from "#app/privacy/person.ts";
import { parseShopDomain, type ShopDomain } from "#app/shopify/shop-domain.ts";

const TOPICS = ["customers/redact", "shop/redact"] as const;

export interface Erasure {
  webhookId: string;
  topic: (typeof TOPICS)[number];
  shop: ShopDomain;
  triggeredAt: Date;
  receivedAt: Date;
  customer: Contact | null;
}

export interface ReadJournal {
  /** Oldest first. */
  erasures: Erasure[];
  /** Names of files that are not whole, or that VAULT_KEYS does not open. */
  unreadable: string[];
}

export interface ErasureJournal {
  /** Once for each delivery; resolves when it is on the disk. */
  note(erasure: Erasure): Promise<void>;
  read(): Promise<ReadJournal>;
}

const FORMAT = "ventanilla-erasure/1";
const SUFFIX = ".erasure.json";
const stored = z.object({
  format: z.literal(FORMAT),
  webhookId: z.string(),
  topic: z.enum(TOPICS),
  shop: z.string().transform((text, context) => {
    const shop = parseShopDomain(text);
    if (!shop) context.addIssue("no shop's domain");
    return shop ?? z.NEVER;
  }),
  triggeredAt: z.coerce.date(),
  receivedAt: z.coerce.date(),
  sealedSubject: z.string().nullable(),
});

/** The journal in this folder, which must be there. */
export function openErasureJournal(folder: string, vault: Vault): ErasureJournal {
  return {
    note: ({ customer, ...erasure }) => {
      const sealedSubject = customer && sealSubject(vault, erasure.shop, customer);
      return writeOnce(folder, nameOf(erasure.webhookId), { format: FORMAT, ...erasure, sealedSubject });
    },
    read: async () => {
      const names = (await readdir(folder)).filter((name) => name.endsWith(SUFFIX));
      const all: ReadJournal = { erasures: [], unreadable: [] };
      for (const name of names) {
        const erasure = readErasure(await readFile(path.join(folder, name), "utf8"), vault);
        if (erasure) all.erasures.push(erasure);
        else all.unreadable.push(name);
      }
      all.erasures.sort((one, other) => one.receivedAt.getTime() - other.receivedAt.getTime());
      return all;
    },
  };
}

/** Of a delivery that Shopify repeats it is the same. */
function nameOf(webhookId: string): string {
  return `${createHash("sha256").update(webhookId).digest("hex").slice(0, 40)}${SUFFIX}`;
}

/** It gets its name only when it is whole, and on the disk: what is cut off would look like an erasure that was noted. */
async function writeOnce(folder: string, name: string, content: object): Promise<void> {
  const draft = path.join(folder, `.${randomUUID()}.part`);
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(`${JSON.stringify(content)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  if ((await readdir(folder)).includes(name)) await rm(draft);
  else await rename(draft, path.join(folder, name));
}

/** Null: not whole, or sealed by a key that is not here. */
function readErasure(text: string, vault: Vault): Erasure | null {
  try {
    const { sealedSubject, format: _, ...erasure } = stored.parse(JSON.parse(text));
    const customer = sealedSubject === null ? null : openSubject(vault, erasure.shop, sealedSubject);
    return { ...erasure, customer };
  } catch {
    return null; // Whatever is wrong with it, the operator must look at that file.
  }
}
