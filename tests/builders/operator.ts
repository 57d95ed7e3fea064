/** The operator's command as an operator runs it: a process of its own, with the variables of the world. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { TestWorld } from "../setup/world.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const answer = z.looseObject({
  outcome: z.string(),
  why: z.string(),
  dryRun: z.boolean().optional(),
  payment: z.looseObject({ id: z.string(), told: z.string() }).optional(),
  reports: z.array(z.looseObject({ reportId: z.string() })).optional(),
});

export interface Operated {
  /** What the process ended with. */
  ended: number;
  printed: string;
  answer: z.infer<typeof answer>;
}

/** Runs one command; what it printed must be JSON and nothing else. */
export async function operate(
  world: TestWorld,
  words: readonly string[],
  changes: Readonly<Record<string, string>> = {},
): Promise<Operated> {
  const env = { ...process.env, ...world.environment, ...changes };
  const { ended, out } = await new Promise<{ ended: number; out: string }>((resolve) => {
    execFile(process.execPath, ["scripts/ops.ts", ...words], { cwd: root, env }, (error, stdout) =>
      resolve({ ended: typeof error?.code === "number" ? error.code : error ? 99 : 0, out: stdout }),
    );
  });
  return { ended, printed: out, answer: answer.parse(JSON.parse(out)) };
}

/** What must stand behind every command that changes something. */
export const SAID = ["--yes", "--as", "rosa", "--reason", "the shop asked for it, ticket 4711"] as const;
