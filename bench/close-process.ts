/** One close in a process of its own, as a worker runs it: prints how long it took and the most memory that it held. */
import pg from "pg";
import { runClose } from "#app/books/run-close.server.ts";
import { systemClock } from "#app/lib/clock.ts";
import { answerAll } from "../tests/builders/closed-month.ts";

const [databaseUrl = "", closeId = "", shopId = ""] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, statement_timeout: 30_000 });
const begun = performance.now();
const deps = { db: pool, clock: systemClock };
await runClose(deps, closeId);
// It has asked the sweep about what is not settled; no worker runs here.
await answerAll(pool, shopId);
await runClose(deps, closeId);
const seconds = (performance.now() - begun) / 1_000;
await pool.end();
const peakMb = process.resourceUsage().maxRSS / 1_024;
process.stdout.write(`${JSON.stringify({ seconds, peakMb })}\n`);
