import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { withStartLock } from "./start-lock.ts";
import { runPrisma } from "./migrate.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Makes the Prisma client in `app/generated` match `prisma/schema.prisma`; does nothing when it already
 * does. Works offline. Returns whether it had to write. Throws with Prisma's output when the schema is wrong.
 */
export async function ensureGeneratedClient(): Promise<boolean> {
  const schema = path.join(root, "prisma", "schema.prisma");
  if (!existsSync(schema)) return false;
  const wanted = createHash("sha256")
    .update(readFileSync(schema))
    .update(readFileSync(path.join(root, "package-lock.json"))) // A new Prisma writes another client.
    .digest("hex");
  const mark = path.join(root, "app", "generated", "prisma-written-from");
  const client = path.join(root, "app", "generated", "prisma", "client.ts");
  const isCurrent = () => existsSync(client) && existsSync(mark) && readFileSync(mark, "utf8") === wanted;
  if (isCurrent()) return false;
  mkdirSync(path.join(root, ".data"), { recursive: true });
  return withStartLock(path.join(root, ".data", "generate.lock"), async () => {
    if (isCurrent()) return false;
    const result = await runPrisma(["generate"], null, "collect");
    if (result.code !== 0) throw new Error(`prisma generate failed:\n${result.output}`);
    mkdirSync(path.dirname(mark), { recursive: true });
    writeFileSync(mark, wanted);
    return true;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(
    (await ensureGeneratedClient()) ? "Wrote the Prisma client." : "The Prisma client is up to date.",
  );
}
