import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { freePorts } from "../../scripts/demo/free-ports.ts";
import { until } from "../../scripts/demo/until.ts";
import { requireNginx } from "../../scripts/nginx.ts";
import type { KeyAndCertificate } from "../../simulators/certificates.ts";

const CONFIGURATION = fileURLToPath(new URL("../../deploy/proxy/nginx.conf", import.meta.url));

export interface RunningNginx {
  httpsPort: number;
  httpPort: number;
  /** What it wrote to its standard output and error. */
  log(): string;
  stop(): Promise<void>;
}

export interface NginxInput {
  webPort: number;
  paymentsPort: number;
  web: KeyAndCertificate;
  payments: KeyAndCertificate;
  /** PEM of those who may have signed a client's certificate. */
  authorities: string;
  webSecret: string;
  paymentsSecret: string;
}

/** deploy/proxy/nginx.conf as it is, but for addresses, ports and where it may write; each of these must stand in it. */
function adapted(places: readonly (readonly [string, string])[]): string {
  return places.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`nginx.conf does not say ${from}`);
      return text.replaceAll(from, to);
    },
    readFileSync(CONFIGURATION, "utf8"),
  );
}

/** The files that the operator puts beside it. */
function ownFiles(input: NginxInput): [string, string][] {
  return [
    ["web.crt", input.web.cert],
    ["web.key", input.web.key],
    ["payments.crt", input.payments.cert],
    ["payments.key", input.payments.key],
    ["shopify-authorities.crt", input.authorities],
    ["web-secret.conf", `proxy_set_header X-Web-Proxy-Secret "${input.webSecret}";\n`],
    ["payments-secret.conf", `proxy_set_header X-Payments-Proxy-Secret "${input.paymentsSecret}";\n`],
  ];
}

/** The proxy of the example in front of these two ports of this machine. Resolves once it listens. */
export async function startNginx(input: NginxInput): Promise<RunningNginx> {
  const [httpsPort = 0, httpPort = 0] = await freePorts(2);
  const folder = mkdtempSync(path.join(tmpdir(), "ventanilla-nginx-"));
  // Started by root, its workers are somebody else.
  chmodSync(folder, 0o755);
  mkdirSync(path.join(folder, "ventanilla"));
  for (const [name, text] of ownFiles(input)) writeFileSync(path.join(folder, "ventanilla", name), text);
  const configuration = path.join(folder, "nginx.conf");
  writeFileSync(
    configuration,
    adapted([
      ["listen 8443", `listen 127.0.0.1:${httpsPort}`],
      ["listen 8080", `listen 127.0.0.1:${httpPort}`],
      ["server web:3000;", `server 127.0.0.1:${input.webPort};`],
      ["server payments:3443;", `server 127.0.0.1:${input.paymentsPort};`],
      [" /tmp/", ` ${folder}/`],
    ]),
  );
  // A file and not a pipe: nginx opens /dev/stdout anew, and of a pipe of ours it cannot.
  const logFile = path.join(folder, "log");
  const log = openSync(logFile, "a");
  const child = spawn(requireNginx(), ["-p", folder, "-c", configuration, "-g", "daemon off;"], {
    stdio: ["ignore", log, log],
  });
  const ended = once(child, "exit");
  const text = () => readFileSync(logFile, "utf8");
  await until("nginx to listen", () => {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}: ${text()}`);
    return accepts(httpsPort);
  });
  return {
    httpsPort,
    httpPort,
    log: text,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
