/**
 * Guards against a page that finds what its address names without asking whose it is. The pages come from `app/routes.ts`: one with an id in its
 * address that this test knows no example of fails it.
 */
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { invariant } from "#app/lib/invariant.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import { giveDetails } from "#app/refunds/refund-acts.server.ts";
import { newCase } from "../builders/case.ts";
import { entryWith } from "../builders/log.ts";
import { handIn, openedRefund, SOMEWHERE } from "../builders/refund.ts";
import { openSettings, type SettingsPage } from "../builders/settings-page.ts";
import { openStatements } from "../builders/statement.ts";
import { reportCsv } from "../builders/statement-file.ts";
import { adminRoutes, type AdminRoute } from "../setup/admin-routes.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("another_shops_ids", { tls: "off" });
const root = fileURLToPath(new URL("../..", import.meta.url));

/** A PNG of one dot. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

interface Owned {
  owner: SettingsPage;
  /** One of each thing that an address can name. */
  ids: Record<string, string>;
  /** What nobody else may read. */
  secrets: string[];
}

let owned: Owned | null = null;
let other: SettingsPage | null = null;
let routes: AdminRoute[] = [];

type Send = (address: string, route: string, fields: Record<string, string>) => Promise<unknown>;

/** The refund is paid by a batch, and has its receipt. */
async function paidInBatch(
  owner: SettingsPage,
  send: Send,
  { refundId, today }: { refundId: string; today: string },
): Promise<{ batchId: string }> {
  const list = "/app/refunds/batches";
  const made = await send(list, "routes/merchant/refund-batches", { intent: "make", currency: "PEN" });
  const { batchId } = z.object({ batchId: z.string() }).parse(made);
  const [row] = await world().rows<{ version: number }>("select version from refunds where id = $1", [
    refundId,
  ]);
  await send(`${list}/${batchId}`, "routes/merchant/refund-batch", {
    ...{
      intent: "paid",
      chosen: `${refundId}.${row?.version ?? 0}`,
      paidOn: today,
      reference: "OP-004512",
    },
  });
  const form = new FormData();
  form.set("file", new File([PICTURE], "comprobante.png", { type: "image/png" }));
  await owner.upload(`/app/refunds/${refundId}/receipt`, form);
  return { batchId };
}

/** A shop that has one of everything. */
async function oneOfEverything(): Promise<Owned> {
  const desk = await openStatements(world());
  const owner = desk.page;
  const send: Send = async (address, route, fields) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const answer = await owner.upload(`${address}?_data=${encodeURIComponent(route)}`, form);
    const said: unknown = await answer.json();
    return said;
  };
  const upload = await desk.upload(reportCsv([{ cip: "2541865" }]));
  invariant(upload.kind === "ready", "the file is understood");
  const { payment, refundId } = await openedRefund(world(), { session: { shop: owner.shop.domain } });
  const { caseId } = await newCase(world(), payment, { kind: "paid-past-deadline" });
  const { userId: _, ...key } = await handIn(world(), refundId);
  await giveDetails(world().system.deps, { ...key, by: "shopper", destination: SOMEWHERE });
  const today = limaDayOf(world().clock.now());
  const { batchId } = await paidInBatch(owner, send, { refundId, today });
  const close = await send("/app/books", "routes/merchant/books", {
    intent: "close",
    from: today,
    to: today,
  });
  const { closeId } = z.object({ closeId: z.string() }).parse(close);
  await world().until(
    "the close to be done",
    async () =>
      (await world().rows("select 1 from closes where id = $1 and state = 'done'", [closeId])).length > 0,
  );
  const entry = await entryWith(world(), owner.shop, {});
  return {
    owner,
    ids: {
      ...{ paymentId: payment.paymentId, caseId, refundId, closeId, entryId: entry.id, file: "file.csv" },
      ...{ batchId, uploadId: upload.uploadId },
    },
    secrets: [payment.cip, payment.sessionId, SOMEWHERE.holder],
  };
}

beforeAll(async () => {
  routes = (await adminRoutes()).filter((route) => route.path.includes(":"));
});

async function both(): Promise<{ mine: Owned; other: SettingsPage }> {
  owned ??= await oneOfEverything();
  other ??= await openSettings(world(), { address: "/app", route: "routes/merchant/home" });
  return { mine: owned, other };
}

function addressOf(route: AdminRoute, ids: Record<string, string>): string {
  return route.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const id = ids[name];
    invariant(id, `this test has no example of :${name} (${route.path})`);
    return id;
  });
}

/** Every word that a form of the admin asks by, as the sources have them. */
function intents(): string[] {
  const sources = readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" })
    .filter((name) => /(?:answer-[a-z-]+-form\.server|routes\/merchant\/[a-z-]+)\.tsx?$/.test(name))
    .map((name) => readFileSync(path.join(root, "app", name), "utf8"));
  const words = sources.flatMap((source) =>
    [...source.matchAll(/(?:case |=== )"([a-z-]+)"/g)].map(([, word = ""]) => word),
  );
  return [...new Set(words)];
}

describe("what an address of the admin names", () => {
  it("is shown to a person of its own shop", async () => {
    const { mine } = await both();
    const statuses: Record<string, number> = {};
    for (const route of routes.filter(({ reads }) => reads))
      statuses[route.path] = (await mine.owner.get(addressOf(route, mine.ids))).status;

    expect(routes.length).toBeGreaterThan(9);
    expect(Object.entries(statuses).filter(([, status]) => status !== 200)).toEqual([]);
  });

  it("is 404 for a person of another shop, as a document, as what its script loads, and as a file", async () => {
    const { mine, other: stranger } = await both();
    const found: string[] = [];
    for (const route of routes.filter(({ reads }) => reads)) {
      const address = addressOf(route, mine.ids);
      for (const asked of [address, `${address}?_data=${encodeURIComponent(route.id)}`]) {
        const answer = await stranger.get(asked);
        const text = await answer.text();
        if (answer.status !== 404 || mine.secrets.some((secret) => text.includes(secret)))
          found.push(`${asked}: ${answer.status}`);
      }
    }

    expect(found).toEqual([]);
  });

  it("is changed by no form of a person of another shop, whatever it asks", async () => {
    const { mine, other: stranger } = await both();
    const words = intents();
    const touched = () =>
      world().rows(
        `select (select count(*) from audit_log a where a.shop_id = $1) as audited,
           (select sum(version) from refunds r where r.shop_id = $1) as refunds,
           (select sum(version) from cases c where c.shop_id = $1) as cases,
           (select count(*) from payment_notes n join payments p on p.id = n.payment_id where p.shop_id = $1) as notes,
           (select count(*) from closes c join close_signoffs s on s.close_id = c.id where c.shop_id = $1) as signed,
           (select string_agg(state, ',') from statement_uploads u where u.shop_id = $1) as uploads`,
        [mine.owner.shopId],
      );
    const before = await touched();
    const taken: string[] = [];
    for (const route of routes.filter(({ writes }) => writes)) {
      for (const intent of words) {
        const form = new FormData();
        const fields = {
          intent,
          version: "0",
          name: "Ajena",
          note: "Ajena",
          reason: "Ajena",
          text: "Ajena",
          chosen: `${mine.ids["refundId"] ?? ""}.0`,
          requestId: randomUUID(),
        };
        for (const [name, value] of Object.entries(fields)) form.set(name, value);
        form.set("file", new File([PICTURE], "a.png", { type: "image/png" }));
        const answer = await stranger.upload(
          `${addressOf(route, mine.ids)}?_data=${encodeURIComponent(route.id)}`,
          form,
        );
        if (answer.status < 400 || answer.status >= 500)
          taken.push(`${route.path} ${intent}: ${answer.status}`);
      }
    }

    expect(words.length).toBeGreaterThan(15);
    expect(taken).toEqual([]);
    expect(await touched()).toEqual(before);
  }, 120_000);
});
