/**
 * Lists the reports that Shopify could not be told, and sends them again: `npm run reports:replay` lists,
 * `-- <report id>` or `-- --all` gives them a new round of attempts. The arguments stay as they were decided.
 */
import { job } from "#app/jobs/queue.server.ts";
import { readConfig } from "#app/lib/config.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { listDeadReports } from "#app/payments/case-queries.server.ts";
import { replayReport } from "#app/payments/payment-store-reports.server.ts";
import { buildDependencies } from "../server/dependencies.ts";

const wanted = process.argv.slice(2);
const deps = buildDependencies(readConfig(), createLogger("warn"));
try {
  const dead = await listDeadReports(deps.database.prisma);
  for (const report of dead) {
    const chosen = wanted.includes("--all") || wanted.includes(report.id);
    const now = deps.clock.now();
    const jobs = [job("send-report", { reportId: report.id }, now, `report:${report.id}`)];
    const replayed = chosen && (await replayReport(deps.db, { reportId: report.id, now, jobs }));
    process.stdout.write(
      `${report.id}  ${report.state}  ${report.kind}  ${report.shop}  payment ${report.sessionId}` +
        `  ${report.attempts} attempts since ${report.decidedAt.toISOString()}${replayed ? "  → sent again" : ""}\n`,
    );
  }
  process.stdout.write(`${dead.length} could not be told\n`);
} finally {
  await deps.close();
}
