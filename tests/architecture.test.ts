import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const FOLDERS = ["app", "server", "simulators", "scripts", "tests", "bench"];
const LINES = 300;

/** Tables with a life of their own, and the only files that may write them. */
const ONE_WRITER = [
  { table: "payments", writer: /^app\/payments\/payment-store[a-z-]*\.server\.ts$/ },
  { table: "refunds", writer: /^app\/refunds\/refund-store[a-z-]*\.server\.ts$/ },
  { table: "refund_claims", writer: /^app\/refunds\/(claim-store|refund-store-wipe)\.server\.ts$/ },
  { table: "statements", writer: /^app\/books\/statement-store\.server\.ts$/ },
  { table: "statement_rows", writer: /^app\/books\/statement-store\.server\.ts$/ },
  { table: "statement_uploads", writer: /^app\/books\/statement-upload-store\.server\.ts$/ },
  { table: "closes", writer: /^app\/books\/close-run-store\.server\.ts$/ },
  { table: "close_entries", writer: /^app\/books\/close-run-store\.server\.ts$/ },
  { table: "close_signoffs", writer: /^app\/books\/close-desk-store\.server\.ts$/ },
  { table: "channel_switches", writer: /^app\/channels\/channel-switch-store\.server\.ts$/ },
  { table: "log_entries", writer: /^app\/log\/log-store\.server\.ts$/ },
  { table: "fee_terms", writer: /^app\/books\/fee-terms-store\.server\.ts$/ },
  { table: "settlements", writer: /^app\/books\/payout-store\.server\.ts$/ },
  { table: "settlement_payouts", writer: /^app\/books\/payout-store\.server\.ts$/ },
  { table: "notices", writer: /^app\/inbox\/[a-z-]*store[a-z-]*\.server\.ts$/ },
];

interface SourceFile {
  name: string;
  text: string;
}

function sourceFiles(): SourceFile[] {
  return FOLDERS.flatMap((folder) => {
    try {
      return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        path.posix.join(folder, name.split(path.sep).join("/")),
      );
    } catch {
      return []; // A folder that does not exist yet.
    }
  })
    .filter((name) => /\.(tsx?|mjs)$/.test(name) && !name.startsWith("app/generated/"))
    .map((name) => ({ name, text: readFileSync(path.join(root, name), "utf8") }));
}

/** Raw SQL, or a Prisma call, that changes `table`. Quotes and a schema before the name are seen too. */
function writes(table: string): RegExp {
  const model = table.replace(/s$/, "");
  const sql = String.raw`\b(insert\s+into|update|delete\s+from|truncate)\s+(only\s+)?("?public"?\.)?"?${table}"?\s`;
  const prisma = String.raw`\.${model}\.(create|update|upsert|delete)`;
  return new RegExp(`${sql}|${prisma}`, "i");
}

const files = sourceFiles();
const product = files.filter(({ name }) => /^(app|server)\//.test(name) && !/\.test\.tsx?$/.test(name));

describe("the source tree", () => {
  it("is seen by these tests", () => {
    expect(product.length).toBeGreaterThan(20);
    expect(files.map(({ name }) => name)).toContain("tests/architecture.test.ts");
  });

  it("has no file of more than 300 lines", () => {
    const long = files.filter(({ text }) => text.trimEnd().split("\n").length > LINES);

    expect(long.map(({ name }) => name)).toEqual([]);
  });

  // Fault: a script that is copied as it is has no types, no lint, no limit of length.
  it("has no script among the files that are served as they are", () => {
    const names = readdirSync(path.join(root, "public"), { recursive: true, encoding: "utf8" });

    expect(names).toContain("voucher.css");
    expect(names.filter((name) => /\.[cm]?js$/.test(name))).toEqual([]);
  });

  // Fault: a bucket that got a token each second was full again before a slow browser came to see that it was empty.
  it("empties no bucket in its tests that fills faster than in half a minute", () => {
    const sizes = files
      .filter(({ name }) => /^tests\/(integration|e2e)\//.test(name))
      .flatMap(({ name, text }) =>
        [...text.matchAll(/\bFLOOD_[A-Z_]+: .*\/(\d+)["`]/g)].map(([, perMinute]) => ({
          name,
          perMinute: Number(perMinute),
        })),
      );

    expect(sizes.length).toBeGreaterThan(10);
    expect(sizes.filter(({ perMinute }) => perMinute > 2)).toEqual([]);
  });

  it("reads the environment in one file only", () => {
    const readers = product.filter(({ text }) =>
      /\bprocess\s*\.\s*env\b|\bprocess\[|from "node:process"/.test(text),
    );

    expect(readers.map(({ name }) => name).filter((name) => name !== "app/lib/config.server.ts")).toEqual(
      [],
    );
  });

  it("has no switched-off rule and no unchecked type", () => {
    const escapes = ["eslint-" + "disable", "@ts-" + "ignore", "@ts-" + "nocheck", "as unknown " + "as"];
    const found = files.filter(({ text }) => escapes.some((escape) => text.includes(escape)));

    expect(found.map(({ name }) => name)).toEqual([]);
  });
});

describe("one writer", () => {
  it.each(ONE_WRITER)("changes $table from its own store only", ({ table, writer }) => {
    const writers = product.filter(({ text }) => writes(table).test(text)).map(({ name }) => name);

    expect(writers.filter((name) => !writer.test(name))).toEqual([]);
  });

  it.each([
    "update payments set state = 1",
    'UPDATE public."payments"\n set',
    "insert into payments (id)",
    "delete from only payments where",
    "prisma.payment.updateMany({})",
  ])("recognises %s", (text) => {
    expect(writes("payments").test(text)).toBe(true);
  });

  it.each(["select * from payments where", "insert into payments_seen (id)", "prisma.payment.findMany()"])(
    "leaves %s alone",
    (text) => {
      expect(writes("payments").test(text)).toBe(false);
    },
  );
});
