/**
 * Every command that the runbook names exists and does what it is named for: each is run as it is written there, as a process of its own, on a
 * database and two simulated parties that may be changed.
 */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { toldPending } from "../builders/payment.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { MANY_FROM_HERE } from "../setup/many-from-here.ts";
import { useWorld } from "../setup/world.ts";

const journal = mkdtempSync(path.join(tmpdir(), "ventanilla-erasures-"));
afterAll(() => rmSync(journal, { recursive: true, force: true }));
const world = useWorld("runbook", {
  tls: "off",
  environment: { ...MANY_FROM_HERE, ERASURE_JOURNAL: journal },
});
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "ventanilla-runbook-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const runbook = readFileSync(path.join(root, "docs", "runbook.md"), "utf8");
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")));

/** What is run in place of the words that stand there: nothing is written outside, and the world's shop is the one that is meant. */
const OTHER_WORDS: Record<string, () => readonly string[]> = {
  "keys:rotate": () => ["--dry-run"],
  "shop:export": () => ["--shop", DEMO_SHOP, "--out", path.join(folder, randomUUID())],
};
/** What each may end with, where it is not 0: the doctor's verdict; an operator's act that goes on by itself. */
const MAY_END_WITH: Record<string, readonly number[]> = { doctor: [0, 1, 2], ops: [0, 3] };
/** Stands in the runbook for a code of the reader's own. */
const CIP = "123456789";

interface Named {
  script: string;
  line: string;
}

/** Of code between backticks and of blocks; `…` stands for what the reader fills in. */
function commandsOf(text: string): Named[] {
  const found = [...text.matchAll(/(?:^|`)(npm run ([a-z:]+)(?: -- [^`\n]*)?)/gm)].map(
    ([, line = "", script = ""]) => ({ script, line: line.replace(/\s+#.*$/, "").trim() }),
  );
  const lines = new Map(found.map((each) => [each.line, each]));
  return [...lines.values()].filter(({ line }) => !line.includes("…"));
}

/** As a shell takes the line apart. */
function wordsOf(line: string): string[] {
  const [, words = ""] = line.split(/ -- (.*)/s);
  return [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}

async function run({ script, line }: Named): Promise<{ ended: number; printed: string }> {
  const ownWords = OTHER_WORDS[script]?.() ?? wordsOf(line);
  const cip = line.includes(CIP) ? (await toldPending(world())).cip : CIP;
  const given = ownWords.map((word) => word.replace(CIP, cip));
  // `npm start` runs it with `exec`; what comes after `node` is the same everywhere.
  const words = [...(scripts[script] ?? "").replace(/^(exec )?node /, "").split(" "), ...given];
  const env = { ...process.env, ...world().environment };
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: root, env }, (error, out, err) =>
      resolve({
        ended: typeof error?.code === "number" ? error.code : error ? 99 : 0,
        printed: `${out}${err}`,
      }),
    );
  });
}

const named = commandsOf(runbook);

describe("the runbook", () => {
  it("names commands in every entry that a person must act on", () => {
    expect(named.length).toBeGreaterThan(15);
    const titles = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(titles).toEqual(
      expect.arrayContaining([
        "A payment is stuck",
        "PagoEfectivo does not answer",
        "The certificate expires",
        "A key leaks",
        "The database is lost and restored",
        "A shop is angry",
        "Notices stay away, or the log has gaps",
      ]),
    );
  });

  it("names no script that package.json does not have", () => {
    const missing = [...new Set(named.map(({ script }) => script))].filter((script) => !scripts[script]);

    expect(missing).toEqual([]);
  });

  it.each(named.filter(({ script }) => scripts[script] !== undefined))(
    "has a command that works: $line",
    async (command) => {
      const { ended, printed } = await run(command);

      expect(MAY_END_WITH[command.script] ?? [0], printed).toContain(ended);
      expect(printed).not.toBe("");
    },
    120_000,
  );
});
