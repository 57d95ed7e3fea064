/**
 * What the images hold is enough, and nothing writes outside /tmp: the Dockerfile's COPY lines are followed into an empty folder, and Node runs there
 * with no right to write elsewhere. No container is started (docs/deploy.md).
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { freePorts } from "../../scripts/demo/free-ports.ts";
import { until } from "../../scripts/demo/until.ts";
import { PRODUCTION, PROXY } from "../builders/configuration.ts";
import { commandOf, copiesOf, root, stageNamed } from "../deploy/images.ts";
import { cloneDatabase, type TestDatabase } from "../setup/database.ts";

const SLOW = 90_000;
/** As `/` of the image; `/tmp` is the one folder beside it that may be written. */
let image = "";
let scratch = "";
let database: TestDatabase;

beforeAll(async () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "ventanilla-image-")));
  [image, scratch] = [path.join(folder, "image"), path.join(folder, "tmp")];
  mkdirSync(scratch);
  for (const { from, sources, target } of copiesOf(stageNamed("app"))) {
    for (const source of sources)
      place(source.replace("/srv/ventanilla/", ""), path.join(image, target), from);
  }
  database = await cloneDatabase("image_files");
});
afterAll(async () => {
  await database.drop();
  rmSync(path.dirname(image), { recursive: true });
});

function place(source: string, target: string, from: string | null): void {
  const isFolder = source.split("/").at(-1) === path.basename(target);
  const to = isFolder ? target : path.join(target, path.basename(source));
  mkdirSync(path.dirname(to), { recursive: true });
  // Which packages are among them is another test's claim.
  if (from === "packages") symlinkSync(path.join(root, source), to);
  else cpSync(path.join(root, source), to, { recursive: true });
}

/** Runs a command of the image with this environment and what the image sets itself. */
function run(words: readonly string[], environment: Record<string, string>): ChildProcess {
  const mayRead = ["--permission", "--allow-fs-read=*", `--allow-fs-write=${scratch}/*`];
  const [program, ...rest] = words;
  expect(program).toBe("node");
  const child = spawn(process.execPath, [...mayRead, ...rest], {
    cwd: image,
    env: { NODE_ENV: "production", HOME: scratch, TMPDIR: scratch, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

async function outcomeOf(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  const [out, err] = [child.stdout, child.stderr].map(async (stream) => (stream ? text(stream) : ""));
  await once(child, "exit");
  return { code: child.exitCode, said: `${await out}${await err}` };
}

async function environmentOf(role: string): Promise<Record<string, string>> {
  const [web = 0, payments = 0, ops = 0] = await freePorts(3);
  return {
    ...{ ...PRODUCTION, ...PROXY, DATABASE_URL: database.url, ROLE: role },
    ...{ WEB_PORT: `${web}`, PAYMENTS_PORT: `${payments}`, OPS_PORT: `${ops}` },
  };
}

describe("the default image", () => {
  it("has its packages and files where the commands look for them", () => {
    for (const name of [
      "node_modules",
      "server/start.ts",
      "build/server/index.js",
      "app/generated",
      "prisma/migrations",
    ]) {
      expect(existsSync(path.join(image, name)), name).toBe(true);
    }
    expect(existsSync(path.join(image, "scripts"))).toBe(false);
  });

  it.each(["web", "payments", "worker"])(
    "starts as %s, is healthy, and stops, while it may write only below /tmp",
    { timeout: SLOW },
    async (role) => {
      const environment = await environmentOf(role);
      const [start, check] = [
        commandOf(stageNamed("app"), "CMD"),
        commandOf(stageNamed("app"), "HEALTHCHECK"),
      ];
      const child = run(start ?? [], environment);
      const ended = outcomeOf(child);
      const isHealthy = async () => (await outcomeOf(run(check ?? [], environment))).code === 0;

      expect(await isHealthy()).toBe(false);
      const outcome = await until(
        `${role} to be healthy`,
        async () => (child.exitCode === null ? await isHealthy() : await ended),
        SLOW,
      );
      expect(outcome).toBe(true);
      child.kill("SIGTERM");

      const { code, said } = await ended;
      expect(code, said).toBe(0);
      expect(said).not.toContain("ERR_ACCESS_DENIED");
    },
  );
});
