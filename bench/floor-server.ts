/**
 * The floor: what a bare `node:http` handler with one idempotent insert reaches on this machine. Run as its own process:
 * `node bench/floor-server.ts DATABASE_URL`; prints its port.
 */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import pg from "pg";

const [databaseUrl] = process.argv.slice(2);
if (!databaseUrl) throw new Error("Usage: node bench/floor-server.ts DATABASE_URL");
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
await pool.query("create table if not exists floor (key text primary key, body jsonb not null)");

const server = createServer((request, response) => {
  void text(request).then(async (body) => {
    const key = createHash("sha256").update(body).digest("base64url");
    await pool.query({
      name: "floor",
      text: "insert into floor (key, body) values ($1, $2) on conflict do nothing",
      values: [key, body],
    });
    response.writeHead(200, { "content-type": "application/json" });
    response.end('{"ok":true}');
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address) process.stdout.write(`${address.port}\n`);
});
