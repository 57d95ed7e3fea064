/**
 * Sends so many requests to everything that strangers and the two parties can reach: damaged bodies, headers and addresses, some of them
 * rightly signed, so that what is behind the signature is reached too. Each must be answered, and by no failure of ours.
 */
import { connect } from "node:net";
import { Agent, request } from "undici";
import { dice, type Dice } from "../storm/dice.ts";
import { FUZZED_DOORS, type FuzzedDoor, type FuzzedSystem, type Shot } from "./door-table.ts";
import { inputsFrom, type Inputs } from "./mutate.ts";

export interface DoorFinding {
  door: string;
  seed: number;
  number: number;
  sent: string;
  what: string;
}

export interface FuzzedDoors {
  requests: number;
  /** How often each status was answered, at each door. */
  answers: Map<string, Map<number, number>>;
  slowestMs: number;
  findings: DoorFinding[];
}

const WITHIN_MS = 10_000;
const AT_ONCE = 8;
const MOST_FINDINGS = 20;
const USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0";

export async function fuzzDoors(
  system: FuzzedSystem,
  run: { seed: number; inputs: number },
): Promise<FuzzedDoors> {
  const outcome: FuzzedDoors = { requests: 0, answers: new Map(), slowestMs: 0, findings: [] };
  const agent = new Agent({ connections: AT_ONCE, headersTimeout: WITHIN_MS, bodyTimeout: WITHIN_MS });
  const each = Math.max(1, Math.ceil(run.inputs / FUZZED_DOORS.length));
  for (const [index, door] of FUZZED_DOORS.entries()) {
    const inputs = inputsFrom(run.seed + index, door.seeds);
    const drawn = dice(run.seed + index);
    let number = 0;
    const worker = async () => {
      while (number < each && outcome.findings.length < MOST_FINDINGS) {
        number += 1;
        await shoot({ system, door, agent, outcome, run }, { number, text: inputs.next(), drawn });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }
  await agent.close();
  // Bytes that are hardly HTTP cost a connection each: a twentieth is enough.
  await fuzzHeads(system, outcome, { seed: run.seed, count: Math.ceil(each / 20) });
  return outcome;
}

async function shoot(
  aim: {
    system: FuzzedSystem;
    door: FuzzedDoor;
    agent: Agent;
    outcome: FuzzedDoors;
    run: { seed: number };
  },
  input: { number: number; text: string; drawn: Dice },
): Promise<void> {
  const { system, door, agent, outcome, run } = aim;
  const shot = door.aim(system, input.text, input.drawn);
  const began = performance.now();
  const answer = await send(agent, shot);
  outcome.requests += 1;
  outcome.slowestMs = Math.max(outcome.slowestMs, performance.now() - began);
  count(outcome, door.name, typeof answer === "number" ? answer : 0);
  const isFailure = typeof answer !== "number" || (answer >= 500 && answer !== 503);
  if (!isFailure) return;
  const what = typeof answer === "number" ? `answered ${answer}` : answer;
  const { number } = input;
  outcome.findings.push({
    door: door.name,
    seed: run.seed,
    number,
    sent: JSON.stringify(shot).slice(0, 900),
    what,
  });
}

/** The status, or what became of the request instead. */
async function send(agent: Agent, { url, method, headers, body }: Shot): Promise<number | string> {
  try {
    const answer = await request(url, {
      ...{ dispatcher: agent, method, body: body ?? null },
      headers: { "user-agent": USER_AGENT, ...headers },
    });
    await answer.body.dump({ limit: 4_000_000 });
    return answer.statusCode;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    // A refused body is not read to its end: the connection is closed while we are still sending, after the answer.
    return code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE"
      ? 413
      : `no answer: ${code}`;
  }
}

function count(outcome: FuzzedDoors, door: string, status: number): void {
  const answers = outcome.answers.get(door) ?? new Map<number, number>();
  answers.set(status, (answers.get(status) ?? 0) + 1);
  outcome.answers.set(door, answers);
}

const HEADS = [
  "POST /shopify/payment-sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nShopify-Shop-Domain: a.myshopify.com\r\n\r\n{}",
  "GET /v/AAAA HTTP/1.1\r\nHost: localhost\r\nCookie: a=b\r\n\r\n",
  "POST /find HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
];

/** Damaged request heads, as bytes: each connection must end, and the next one be served. */
async function fuzzHeads(
  system: FuzzedSystem,
  outcome: FuzzedDoors,
  run: { seed: number; count: number },
): Promise<void> {
  const inputs: Inputs = inputsFrom(run.seed, HEADS);
  const ports = [system.webOrigin, system.paymentsUrl].map((url) => Number(new URL(url).port));
  for (let number = 0; number < run.count; number += 1) {
    const text = inputs.next();
    const ended = await sendBytes(ports[number % 2] ?? 0, text);
    outcome.requests += 1;
    count(outcome, "bytes that are hardly HTTP", ended === "ended" ? 400 : 0);
    const door = "bytes that are hardly HTTP";
    if (ended !== "ended")
      outcome.findings.push({ door, seed: run.seed, number, sent: text.slice(0, 600), what: ended });
  }
}

function sendBytes(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.end(Buffer.from(text, "utf8")));
    const late = setTimeout(() => {
      socket.destroy();
      resolve("held the connection");
    }, 2 * WITHIN_MS);
    socket.on("error", () => undefined).resume();
    socket.on("close", () => {
      clearTimeout(late);
      resolve("ended");
    });
  });
}
