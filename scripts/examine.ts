import { runDoctor } from "#app/doctor/doctor-table.server.ts";
import { reportOf, type DoctorReport } from "#app/doctor/report.ts";
import type { DoctorDeps } from "#app/doctor/doctor-deps.server.ts";
import { systemClock } from "#app/lib/clock.ts";
import type { Config } from "#app/lib/config.server.ts";
import { wantedMigrations } from "../server/migrated.ts";
import manifest from "../package.json" with { type: "json" };

/** What the doctor says of an installation that can be configured, or of one that cannot. */
export async function examine(input: {
  configuration:
    | { kind: "usable"; config: Config; deps: DoctorDeps }
    | { kind: "unusable"; problems: readonly string[] };
  live: boolean;
}): Promise<DoctorReport> {
  const { node } = process.versions;
  const now = systemClock.now();
  const findings = await runDoctor({
    ...input,
    nodeVersion: node,
    now,
    wantedMigrations: wantedMigrations(),
  });
  const platform = `${process.platform} ${process.arch}`;
  return reportOf(findings, { appVersion: manifest.version, nodeVersion: node, platform, at: now });
}
