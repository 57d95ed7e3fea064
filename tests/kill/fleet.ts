/** Several real processes of every role on one database, each behind its own way to it, each role behind one address. */
import { freePorts } from "../../scripts/demo/free-ports.ts";
import type { World } from "../../scripts/demo/world.ts";
import { startDatabaseProxy, type DatabaseProxy } from "../faults/database-proxy.ts";
import { startBalancer, type Balancer } from "./balancer.ts";
import { CutStatement } from "./cut-statement.ts";
import { RoleProcess } from "./role-process.ts";

export const ROLES = ["web", "payments", "worker"] as const;
export type Role = (typeof ROLES)[number];

const PRODUCTION_REACT = new URL("../../bench/production-react.ts", import.meta.url).href;

/** One process and its way to the database. */
export interface Member {
  role: Role;
  process: RoleProcess;
  /** The way to the database; it outlives the process. */
  database: DatabaseProxy;
  /** Which of its statements is the next whose answer is lost. */
  cut: CutStatement;
}

export interface Fleet {
  members: readonly Member[];
  of(role: Role): readonly RoleProcess[];
  /** Ends every process at once, and leaves their ways to the database and to them. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts so many processes of each role; resolves once all of them answer. */
export async function startFleet(
  world: Pick<World, "environment">,
  counts: Readonly<Record<Role, number>>,
): Promise<Fleet> {
  const {
    DATABASE_URL: databaseUrl = "",
    WEB_PORT: webPort,
    PAYMENTS_PORT: paymentsPort,
  } = world.environment;
  const roles = ROLES.flatMap((role) => Array.from({ length: counts[role] }, () => role));
  // All at once, so that they differ.
  const ports = await freePorts(roles.length * 2);
  const backends: Record<Role, number[]> = { web: [], payments: [], worker: [] };
  const members: Member[] = [];
  const balancers: Balancer[] = [];
  const kill = () => Promise.all(members.map(({ process }) => process.kill())).then(() => undefined);
  const fleet: Fleet = {
    members,
    of: (role) => members.filter((one) => one.role === role).map(({ process }) => process),
    kill,
    stop: async () => {
      await kill();
      await Promise.all(
        [...balancers, ...members.map(({ database }) => database)].map((one) => one.close()),
      );
    },
  };
  try {
    for (const [index, role] of roles.entries()) {
      const [port = 0, opsPort = 0] = ports.slice(index * 2, index * 2 + 2);
      backends[role].push(port);
      const cut = new CutStatement();
      const database = await startDatabaseProxy(databaseUrl, (statement) => cut.isLost(statement));
      const process = new RoleProcess({
        role,
        environment: {
          ...world.environment,
          ...ownVariables(role, { port, opsPort }),
          DATABASE_URL: database.url,
        },
        healthUrl:
          role === "web" ? `http://127.0.0.1:${port}/healthz` : `http://127.0.0.1:${opsPort}/healthz`,
      });
      members.push({ role, process, database, cut });
    }
    balancers.push(await startBalancer(Number(webPort), backends.web));
    balancers.push(await startBalancer(Number(paymentsPort), backends.payments));
    await Promise.all(members.map(({ process }) => process.start()));
    return fleet;
  } catch (error) {
    await fleet.stop();
    throw error;
  }
}

function ownVariables(
  role: Role,
  { port, opsPort }: { port: number; opsPort: number },
): Record<string, string> {
  const ops = { OPS_PORT: String(opsPort) };
  if (role === "worker") return ops;
  if (role === "payments") return { ...ops, PAYMENTS_PORT: String(port) };
  return { ...ops, WEB_PORT: String(port), NODE_OPTIONS: `--import ${PRODUCTION_REACT}` };
}
