import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface DatabaseProxy {
  /** Where processes find the database through this proxy. */
  url: string;
  /** How many connections were cut so far. */
  cuts(): number;
  /** Cuts every connection that is open now, whatever it does; returns how many there were. */
  cutAll(): number;
  /** From which ports the database sees those that are open now. */
  openPorts(): number[];
  close(): Promise<void>;
}

/**
 * Stands before PostgreSQL and cuts a connection at the worst moment: the statement was carried out and committed, and its
 * answer never arrives. `isLost` sees the text of each statement and chooses. Follows the wire protocol's message
 * boundaries (PostgreSQL 18 manual, "Message Formats", read 2026-11-22); plain connections only.
 */
export async function startDatabaseProxy(
  databaseUrl: string,
  isLost: (statement: string) => boolean,
): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const port = Number(target.port || "5432");
  const open = new Map<Socket, Socket>();
  let cuts = 0;
  const server = createServer((client) => {
    const database = connect(port, target.hostname.replace(/^\[|\]$/g, ""));
    const end = () => {
      client.destroy();
      database.destroy();
      open.delete(client);
    };
    open.set(client, database);
    for (const socket of [client, database]) socket.on("error", end).on("close", end);
    const statements = new StatementReader();
    const answers = new MessageReader();
    let isCutting = false;
    client.on("data", (chunk: Buffer) => {
      isCutting ||= statements.read(chunk).some(isLost);
      database.write(chunk);
    });
    database.on("data", (chunk: Buffer) => {
      const isReady = answers.read(chunk).some((message) => message.type === "Z");
      if (!isCutting) client.write(chunk);
      else if (isReady) {
        cuts += 1;
        end();
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(portOf(server.address()));
  return {
    url: url.href,
    cuts: () => cuts,
    cutAll: () => {
      const count = open.size;
      for (const ends of open) for (const socket of ends) socket.destroy();
      cuts += count;
      return count;
    },
    openPorts: () => [...open.values()].flatMap(({ localPort }) => localPort ?? []),
    close: async () => {
      for (const client of open.keys()) client.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the proxy listens on no port");
  return address.port;
}

interface Message {
  type: string;
  body: Buffer;
}

/** Cuts a stream into messages: a letter, a length that counts itself, the rest. */
class MessageReader {
  #rest: Buffer = Buffer.alloc(0);
  /** The very first message of a client has no letter. */
  #lettersBefore: 0 | 1;

  constructor(options: { startsWithLetter: boolean } = { startsWithLetter: true }) {
    this.#lettersBefore = options.startsWithLetter ? 1 : 0;
  }

  read(chunk: Buffer): Message[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const at = this.#lettersBefore;
      if (this.#rest.length < at + 4) return messages;
      const end = at + this.#rest.readUInt32BE(at);
      if (this.#rest.length < end) return messages;
      messages.push({
        type: this.#rest.toString("latin1", 0, at),
        body: this.#rest.subarray(at + 4, end),
      });
      this.#rest = this.#rest.subarray(end);
      this.#lettersBefore = 1;
    }
  }
}

/** The texts of the statements in what a client sends; a prepared one is known by its name afterwards. */
class StatementReader {
  readonly #messages = new MessageReader({ startsWithLetter: false });
  readonly #prepared = new Map<string, string>();

  read(chunk: Buffer): string[] {
    return this.#messages.read(chunk).flatMap(({ type, body }) => {
      const [first = "", second = ""] = body.toString("utf8").split("\0", 2);
      if (type === "Q") return first;
      // Parse: name, text. Bind: portal, name.
      if (type === "P") this.#prepared.set(first, second);
      return type === "B" ? (this.#prepared.get(second) ?? "") : [];
    });
  }
}
