/** nginx, with which a test runs the proxy's example as it is. */
import { findProgram, installFromDebian } from "./system-program.ts";

const NAMES = ["nginx"];

/** Installs it where there is none and this process may. */
export function installNginx(): void {
  if (findProgram(NAMES) === null) installFromDebian("nginx");
}

/** Its path. Throws with what to do by hand where it is missing. */
export function requireNginx(): string {
  const found = findProgram(NAMES);
  if (found !== null) return found;
  throw new Error(
    "One test runs deploy/proxy/nginx.conf with nginx, which is not here. Install it (Debian: apt-get install nginx; " +
      "macOS: brew install nginx); it need not run.",
  );
}
