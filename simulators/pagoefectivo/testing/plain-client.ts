import { createHash } from "node:crypto";
import type { SimulatorClock } from "../clock.ts";
import { limaText } from "../lima-time.ts";
import type { SimulatedService } from "../simulated-service.ts";

/** Any client of the API, written from the documents with nothing but `fetch`. */
export interface PlainAnswer {
  status: number;
  contentType: string | null;
  text: string;
  /** The body as JSON; `null` when it is none. */
  json: unknown;
}

export const SANDBOX_SERVICE: SimulatedService = {
  serviceId: 1001,
  accessKey: "TESTACCESSKEY0000001",
  secretKey: "TESTSECRETKEY00000000000000000000000001x",
  codeService: "TST",
  environment: "sandbox",
  notifyUrl: null,
};

export const LIVE_SERVICE: SimulatedService = {
  serviceId: 2002,
  accessKey: "LIVEACCESSKEY0000002",
  secretKey: "LIVESECRETKEY00000000000000000000000002y",
  codeService: "VIV",
  environment: "live",
  notifyUrl: null,
  merchantName: "Bodega <Rosita>",
};

export class PlainClient {
  readonly base: string;
  readonly #service: SimulatedService;
  readonly #clock: SimulatorClock;
  token = "";

  constructor(origin: string, service: SimulatedService, clock: SimulatorClock) {
    this.base = `${origin}/${service.environment === "live" ? "live" : "pre"}`;
    this.#service = service;
    this.#clock = clock;
  }

  /** A correct authorization; a test overrides the fields it is about. `undefined` leaves one out. */
  async authorize(changes: Record<string, unknown> = {}, base: string = this.base): Promise<PlainAnswer> {
    const { serviceId, accessKey, secretKey } = this.#service;
    const dateRequest = limaText(this.#clock.now());
    const hashString = authorizationHash(serviceId, accessKey, secretKey, dateRequest);
    const body = { accessKey, idService: serviceId, dateRequest, hashString, ...changes };
    const answer = await call("POST", `${base}/v1/authorizations`, {}, body);
    const token = read(answer, "data", "token");
    if (typeof token === "string") this.token = token;
    return answer;
  }

  async create(
    changes: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<PlainAnswer> {
    const body = {
      currency: "PEN",
      amount: 22.5,
      transactionCode: "T-1",
      userEmail: "ana@example.com",
      ...changes,
    };
    return call("POST", `${this.base}/v1/cips`, this.#headers(headers), body);
  }

  /** Creates and returns the number, as text. */
  async createdCip(changes: Record<string, unknown> = {}): Promise<string> {
    if (this.token === "") await this.authorize();
    const answer = await this.create(changes);
    if (answer.status !== 201) throw new Error(`No CIP: ${answer.status} ${answer.text}`);
    return String(read(answer, "data", "cip"));
  }

  async search(...cips: string[]): Promise<PlainAnswer> {
    const body = { data: cips.map((cip) => ({ cip: Number(cip) })) };
    return call("POST", `${this.base}/v1/cips/search`, this.#headers({}), body);
  }

  /** The first item of a search. */
  async searchOne(cip: string): Promise<unknown> {
    return read(await this.search(cip), "data", 0);
  }

  async update(cip: string, dateExpiry: string, method: "PATCH" | "PUT" = "PATCH"): Promise<PlainAnswer> {
    return call(method, `${this.base}/v1/cips/${cip}`, this.#headers({}), { dateExpiry });
  }

  async remove(cip: string): Promise<PlainAnswer> {
    return call("DELETE", `${this.base}/v1/cips/${cip}`, this.#headers({}), null);
  }

  #headers(headers: Record<string, string>): Record<string, string> {
    return { authorization: `Bearer ${this.token}`, ...headers };
  }
}

export function authorizationHash(id: unknown, accessKey: string, secretKey: string, date: string): string {
  return createHash("sha256")
    .update(`${String(id)}.${accessKey}.${secretKey}.${date}`)
    .digest("hex");
}

export async function call(
  method: string,
  url: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<PlainAnswer> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body === null ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    contentType: response.headers.get("content-type"),
    text,
    json: parse(text),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Walks into a JSON answer; `undefined` where the path ends. */
export function read(answer: PlainAnswer | { json: unknown }, ...path: (string | number)[]): unknown {
  let value: unknown = answer.json;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === String(step))?.[1];
  }
  return value;
}
