/**
 * Finds the addresses of a name that somebody else gave us, and refuses all that are not public: this machine, its network,
 * a cloud's own services. What it answers is what the connection goes to, so that a name cannot point elsewhere afterwards.
 */
import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

export interface PublicLookupOptions {
  /** Also this machine itself: for development and tests. */
  allowsLoopback: boolean;
  /** All addresses of a name; the system's resolver by default. */
  resolve?: (name: string) => Promise<readonly LookupAddress[]>;
}

/** The error's code is `EADDRNOTPUBLIC` when the name has an address that is not public, whatever else it has. */
export function createPublicLookup(options: PublicLookupOptions): LookupFunction {
  const resolve = options.resolve ?? resolveAll;
  return (hostname, wanted, answer) => {
    resolve(hostname).then(
      (found) => {
        const [first] = found;
        // One bad address among good ones is how a guard is asked to choose the wrong one: all must be good.
        const isRefused = found.some(({ address }) => !mayConnect(address, options.allowsLoopback));
        if (!first || isRefused) answer(notPublic(hostname), "", 0);
        else if (wanted.all) answer(null, [...found]);
        else answer(null, first.address, first.family);
      },
      (error: unknown) => answer(error instanceof Error ? error : new Error("lookup failed"), "", 0),
    );
  };
}

/** Whether a connection may go to this address, written in figures. An address that cannot be read may not be connected to. */
export function mayConnect(address: string, allowsLoopback: boolean): boolean {
  // ipaddr.js also reads short and hexadecimal forms, of which nobody agrees what they mean.
  if (isIP(address) === 0) return false;
  // `process` reads an IPv4 address out of its IPv6 form. Only plain unicast is public: every other range has a use of its own
  // (IANA special-purpose registries, as ipaddr.js lists them), tunnels to IPv4 among them.
  const range = ipaddr.process(address).range();
  return range === "unicast" || (allowsLoopback && range === "loopback");
}

function resolveAll(name: string): Promise<LookupAddress[]> {
  return new Promise((done, fail) => {
    systemLookup(name, { all: true }, (error, found) => (error ? fail(error) : done(found)));
  });
}

function notPublic(name: string): Error {
  return Object.assign(new Error(`${name} is not a public address`), { code: "EADDRNOTPUBLIC" });
}
