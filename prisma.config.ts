import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";
import { letTheCommandEnd, MigrationAdapter } from "./scripts/migration-adapter.ts";

// Prisma's engines are downloaded at install from a host that many build machines cannot reach.
// With `engine: "js"` the schema engine runs as WebAssembly and none of them is needed; the command
// line still looks for the library file, and stops looking when this names any file that exists.
process.env["PRISMA_QUERY_ENGINE_LIBRARY"] ??= fileURLToPath(import.meta.url);

letTheCommandEnd();

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  experimental: { adapter: true },
  engine: "js",
  // Called only by commands that need a database: `prisma generate` works with no DATABASE_URL.
  adapter: () => {
    const databaseUrl = process.env["DATABASE_URL"];
    if (!databaseUrl) return Promise.reject(new Error("Set DATABASE_URL to the database to migrate."));
    return Promise.resolve(new MigrationAdapter(databaseUrl));
  },
});
