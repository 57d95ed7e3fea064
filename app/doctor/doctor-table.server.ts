/**
 * The doctor's table: each check with what must be right before it can be looked at, whom it asks, and who judges the answer. The doctor
 * changes nothing: it reads the database, and asks parties and our own doors what can be asked without effect.
 */
import { CHECKS, said, type Check, type Finding, type Said } from "#app/doctor/finding.ts";
import type { DoctorDeps } from "#app/doctor/doctor-deps.server.ts";
import {
  findUnfinishedMigrations,
  hasTable,
  readDeadJobs,
  readWaitingJobs,
} from "#app/doctor/doctor-queries.server.ts";
import { judgeAddress, judgeChain, judgeDates, judgePaymentsDoor } from "#app/doctor/judge-doors.ts";
import {
  judgeClock,
  judgeConfiguration,
  judgeDatabase,
  judgeMigrations,
  judgeOperator,
  judgeRuntime,
} from "#app/doctor/judge-machine.ts";
import { judgeDead, judgeWaiting, judgeWorkers } from "#app/doctor/judge-queue.ts";
import {
  judgeKnownKeys,
  judgeLastNotice,
  judgeProbes,
  judgeTokens,
  judgeTold,
  judgeTriedKeys,
  judgeVault,
} from "#app/doctor/judge-shops.ts";
import { markOf } from "#app/doctor/operator-words.ts";
import {
  askAddress,
  askDatabase,
  askPaymentsDoor,
  beginVisit,
  lastNotice,
  readChain,
  readClocks,
  readWorkers,
  sendProbes,
  tryVault,
  wordOf,
  type Visit,
} from "#app/doctor/visit.server.ts";
import type { Config } from "#app/lib/config.server.ts";
import { appliedMigrations } from "#app/lib/database.server.ts";

export interface Patient {
  nodeVersion: string;
  now: Date;
  /** Unusable: each problem is `NAME: what is wrong`, without the value. */
  configuration:
    | { kind: "usable"; config: Config; deps: DoctorDeps }
    | { kind: "unusable"; problems: readonly string[] };
  /** The names of this version's migrations. */
  wantedMigrations: readonly string[];
  /** Whether outside parties are asked, and our own doors as a stranger would. Always so where both parties are simulated. */
  live: boolean;
}

interface Row {
  needs: readonly Check[];
  look: (visit: Visit) => Said | Promise<Said>;
}

const STORED: readonly Check[] = ["database", "migrations"];
const SEALED: readonly Check[] = [...STORED, "vault"];

const TABLE: Record<Exclude<Check, "runtime" | "configuration">, Row> = {
  operator: { needs: [], look: ({ config }) => judgeOperator(config.operator) },
  database: { needs: [], look: async (visit) => judgeDatabase(await askDatabase(visit)) },
  migrations: {
    needs: ["database"],
    look: async ({ deps: { db }, wantedMigrations: wanted }) => {
      const applied = await appliedMigrations(db);
      const unfinished = (await hasTable(db, "_prisma_migrations"))
        ? await findUnfinishedMigrations(db)
        : [];
      const hasQueue = await hasTable(db, "graphile_worker._private_jobs");
      return judgeMigrations({ wanted, applied, unfinished, hasQueue });
    },
  },
  vault: { needs: STORED, look: async (visit) => judgeVault(await tryVault(visit)) },
  clock: { needs: SEALED, look: async (visit) => judgeClock(await readClocks(visit)) },
  workers: { needs: STORED, look: async ({ deps }) => judgeWorkers(await readWorkers(deps)) },
  "waiting-jobs": { needs: STORED, look: async ({ deps }) => judgeWaiting(await readWaitingJobs(deps.db)) },
  "dead-jobs": { needs: STORED, look: async ({ deps }) => judgeDead(await readDeadJobs(deps.db)) },
  "payments-door": { needs: [], look: async (visit) => judgePaymentsDoor(await askPaymentsDoor(visit)) },
  "certificate-chain": { needs: [], look: (visit) => judgeChain(readChain(visit)) },
  "certificate-dates": {
    needs: [],
    look: ({ deps, config }) => {
      const { mode } = config.paymentsTls;
      return judgeDates({ certificates: deps.certificates, mode, now: deps.clock.now() });
    },
  },
  "public-address": { needs: [], look: async (visit) => judgeAddress(await askAddress(visit)) },
  credentials: {
    needs: SEALED,
    look: async (visit) =>
      visit.isLive ? judgeTriedKeys(await visit.triedKeys()) : judgeKnownKeys(await visit.accounts()),
  },
  notices: {
    needs: [...SEALED, "public-address"],
    look: async (visit) => {
      const accounts = await visit.accounts();
      const probed = visit.isLive ? judgeProbes(await sendProbes(visit)) : null;
      const facts = { hasAccounts: accounts.length > 0, lastAt: lastNotice(accounts) };
      return probed ?? judgeLastNotice(facts);
    },
  },
  "shopify-tokens": { needs: STORED, look: async (visit) => judgeTokens(await visit.shops()) },
  "shopify-told": { needs: STORED, look: async (visit) => judgeTold(await visit.shops()) },
};

/** Looks at everything that can be looked at, in the order of `CHECKS`: one finding for each. */
export async function runDoctor(patient: Patient): Promise<Finding[]> {
  const { configuration } = patient;
  const visit = configuration.kind === "usable" ? visitOf(patient, configuration) : null;
  const findings: Finding[] = [];
  for (const check of CHECKS) {
    findings.push({ check, ...(await lookAt(check, { patient, visit, findings })) });
  }
  return findings;
}

function visitOf(patient: Patient, usable: { config: Config; deps: DoctorDeps }): Visit {
  const { simulators } = usable.config;
  // Nobody outside is asked where there is no outside.
  const isSimulated = simulators.shopify !== null && simulators.pagoefectivo !== null;
  const { wantedMigrations } = patient;
  const { config, deps } = usable;
  return beginVisit({ config, deps, wantedMigrations, isLive: patient.live || isSimulated });
}

async function lookAt(
  check: Check,
  at: { patient: Patient; visit: Visit | null; findings: readonly Finding[] },
): Promise<Said> {
  const { patient, visit, findings } = at;
  if (check === "runtime") return judgeRuntime(patient.nodeVersion, patient.now);
  if (check === "configuration") return judgeConfiguration(configurationFacts(patient));
  if (!visit) return said("skipped", { first: "configuration" });
  const row = TABLE[check];
  const obstacle = findings.find((finding) => row.needs.includes(finding.check) && standsInTheWay(finding));
  if (obstacle) return said("skipped", { first: obstacle.check });
  try {
    return await row.look(visit);
  } catch (error) {
    // One check that meets what nobody thought of must not hide what the others find; it counts as a failure itself.
    return said("could-not-look", { reason: wordOf(error) });
  }
}

function standsInTheWay(finding: Finding): boolean {
  const mark = markOf(finding);
  return mark === "failure" || mark === "skipped";
}

function configurationFacts({ configuration }: Patient) {
  if (configuration.kind === "unusable") {
    return { problems: configuration.problems, isProduction: false, knowsWebProxy: false };
  }
  const { environment, flood } = configuration.config;
  return { problems: [], isProduction: environment === "production", knowsWebProxy: flood.proxy !== null };
}
