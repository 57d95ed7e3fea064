/** The doctor as an operator runs it: a process of its own, with the variables of the world. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { invariant } from "#app/lib/invariant.ts";
import type { TestWorld } from "../setup/world.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const report = z.object({
  ok: z.boolean(),
  exitCode: z.number(),
  checks: z.array(
    z.object({
      check: z.string(),
      mark: z.string(),
      sign: z.string(),
      code: z.string(),
      found: z.string(),
      fix: z.string().nullable(),
    }),
  ),
  support: z.string(),
});
export type Report = z.infer<typeof report>;

export interface Examined extends Report {
  /** What the process ended with. */
  ended: number;
}

type Variables = Readonly<Record<string, string>>;

/** Everything that the doctor printed, and what it ended with. */
export async function runDoctorProcess(
  world: TestWorld,
  changes: Variables = {},
  words: readonly string[] = ["--json"],
): Promise<{ ended: number; printed: string }> {
  const env = { ...process.env, ...world.environment, ...changes };
  const { ended, printed } = await new Promise<{ ended: number; printed: string }>((resolve) => {
    execFile(process.execPath, ["scripts/doctor.ts", ...words], { cwd: root, env }, (error, out, err) =>
      resolve({
        ended: typeof error?.code === "number" ? error.code : error ? 99 : 0,
        printed: `${err}${out}`,
      }),
    );
  });
  const secrets = [
    ...["VAULT_KEYS", "SHOPIFY_API_SECRET", "DATABASE_URL"].map((name) => world.environment[name] ?? ""),
    new URL(world.environment["DATABASE_URL"] ?? "").password,
    world.liveSecretKey,
  ];
  for (const secret of secrets) {
    invariant(secret !== "" && !printed.includes(secret), "the doctor prints no secret");
  }
  return { ended, printed };
}

export async function examineProcess(world: TestWorld, changes: Variables = {}): Promise<Examined> {
  const { ended, printed } = await runDoctorProcess(world, changes);
  const lastLine = printed.trimEnd().split("\n").at(-1) ?? "";
  return { ...report.parse(JSON.parse(lastLine)), ended };
}

/** What is not as it should be: `check code`, in the order of the checks. */
export function wrongIn({ checks }: Report): string[] {
  return checks
    .filter(({ mark }) => mark === "failure" || mark === "warning")
    .map(({ check, code }) => `${check} ${code}`);
}
