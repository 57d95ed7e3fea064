/**
 * The floor of a page: a bare `node:http` handler that finds one row by an index and sends the same bytes each time. Run as its own
 * process: `node bench/read-floor-server.ts DATABASE_URL BODY_FILE HEADERS_JSON`; prints its port.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import pg from "pg";

const [databaseUrl, bodyFile, headersJson] = process.argv.slice(2);
if (!databaseUrl || !bodyFile || !headersJson)
  throw new Error("Usage: node bench/read-floor-server.ts DATABASE_URL BODY_FILE HEADERS_JSON");
const body = readFileSync(bodyFile);
const headers = JSON.parse(headersJson) as Record<string, string>;
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });

const server = createServer((request, response) => {
  const slug = request.url?.split("/")[2] ?? "";
  void pool
    .query({
      name: "floor",
      text: "select id, told, version from payments where slug = $1",
      values: [slug],
    })
    .then(({ rows }) => {
      response.writeHead(rows.length === 1 ? 200 : 404, headers);
      response.end(body);
    });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address) process.stdout.write(`${address.port}\n`);
});
