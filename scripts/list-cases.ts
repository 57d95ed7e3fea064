/** Lists what waits for a person: `npm run cases` (`-- --json` for machines). */
import { readConfig } from "#app/lib/config.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { toDecimalText } from "#app/lib/money.ts";
import { CASE_KINDS } from "#app/payments/case-kind.ts";
import { listOpenCases, type OpenCase } from "#app/payments/case-queries.server.ts";
import { buildDependencies } from "../server/dependencies.ts";

const deps = buildDependencies(readConfig(), createLogger("warn"));
try {
  const cases = await listOpenCases(deps.database.prisma);
  if (process.argv.includes("--json")) {
    process.stdout.write(`${JSON.stringify(cases)}\n`);
  } else {
    for (const open of cases) process.stdout.write(`${describe(open)}\n`);
    process.stdout.write(`${cases.length} open\n`);
  }
} finally {
  await deps.close();
}

function describe(open: OpenCase): string {
  const held =
    open.heldCentimos > 0 ? `, holds ${open.currency ?? ""} ${toDecimalText(open.heldCentimos)}` : "";
  return [
    `${open.openedAt.toISOString()}  ${open.kind}  ${open.shop}  payment ${open.sessionId ?? "none"}${held}`,
    `  ${CASE_KINDS[open.kind].says}`,
    `  seen ${open.times} times; evidence ${JSON.stringify(open.evidence)}`,
  ].join("\n");
}
