/** Builds the pages when their sources are newer than the last build. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withStartLock } from "./start-lock.ts";
import { ensureGeneratedClient } from "./generated-client.ts";
import { bundledPageScript } from "./page-script.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const BUILT = `${root}build/server/index.js`;
const SOURCES = [
  "app/**/*.{ts,tsx,json,css}",
  "public/**/*",
  "scripts/page-script.ts",
  "vite.config.ts",
  "remix.config.js",
  "package-lock.json",
];

/** Builds when the last build is out of date; two at once build one after the other. Throws with Vite's output. */
export async function buildPages(): Promise<void> {
  await ensureGeneratedClient();
  mkdirSync(`${root}.data`, { recursive: true });
  await withStartLock(`${root}.data/build.lock`, buildIfOld);
}

async function buildIfOld(): Promise<void> {
  if (existsSync(BUILT) && newestSource() <= statSync(BUILT).mtimeMs) return;
  // Before the pages: when it fails there is no build that looks finished.
  const pageScript = await bundledPageScript();
  const vite = spawn(process.execPath, ["node_modules/@remix-run/dev/dist/cli.js", "vite:build"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  vite.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  vite.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  await once(vite, "close");
  if (vite.exitCode !== 0) {
    throw new Error(`the pages could not be built:\n${Buffer.concat(output).toString("utf8")}`);
  }
  writeFileSync(`${root}build/client/voucher.js`, pageScript);
  await shrink("voucher.css");
}

/** Vite copies it as it is. Its comments and spaces are for us: shoppers on slow networks wait for every byte. */
async function shrink(name: string): Promise<void> {
  // Only for a build: it takes longer to load than everything else here.
  const { transformWithEsbuild } = await import("vite");
  const file = `${root}build/client/${name}`;
  const options = { minify: true, charset: "utf8", sourcemap: false } as const;
  const { code } = await transformWithEsbuild(readFileSync(file, "utf8"), name, options);
  writeFileSync(file, code.trim());
}

function newestSource(): number {
  const files = SOURCES.flatMap((pattern) =>
    globSync(pattern, { cwd: root, exclude: ["app/generated/**"] }),
  );
  return Math.max(...files.map((file) => statSync(`${root}${file}`).mtimeMs));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPages();
