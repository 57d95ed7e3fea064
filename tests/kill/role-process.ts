import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { until } from "../../scripts/demo/until.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const STARTS = 3;
const UP_WITHIN_MS = 120_000;

export interface RoleInput {
  role: "web" | "payments" | "worker";
  environment: Record<string, string>;
  healthUrl: string;
}

/**
 * One role in a process of its own, as `npm start` runs it, that somebody starts again whenever it is killed: as systemd or a
 * container's host does.
 */
export class RoleProcess {
  readonly #input: RoleInput;
  #child: ChildProcess | null = null;
  #isUp = false;
  /** What it did that nobody asked for. */
  readonly complaints: string[] = [];

  constructor(input: RoleInput) {
    this.#input = input;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /**
   * Starts it, and resolves once it answers. One that ends while it starts is started again, as whoever runs it does: its connection was
   * lost just then, or somebody took its port while it was down.
   */
  async start(): Promise<void> {
    for (let tries = 1; tries <= STARTS; tries += 1) {
      await this.#startOnce();
      if (this.#isUp || this.#child?.signalCode) return;
    }
    this.complaints.push(`${this.#input.role} did not come up in ${STARTS} starts`);
  }

  async #startOnce(): Promise<void> {
    const { role, environment, healthUrl } = this.#input;
    const child = spawn(process.execPath, ["server/start.ts"], {
      cwd: root,
      env: { ...process.env, ...environment, ROLE: role },
      stdio: ["ignore", "ignore", "inherit"],
    });
    this.#child = child;
    // Nobody else would end it if we are ended ourselves.
    const takeAlong = () => void child.kill("SIGKILL");
    process.once("exit", takeAlong);
    child.once("exit", (code) => {
      process.off("exit", takeAlong);
      if (code !== null && this.#isUp) this.complaints.push(`${role} ended by itself with ${code}`);
      this.#isUp = false;
    });
    await until(
      `${role} to be up`,
      () =>
        hasEnded(child) ||
        fetch(healthUrl).then(
          ({ ok }) => ok,
          () => false,
        ),
      UP_WITHIN_MS,
    );
    this.#isUp = !hasEnded(child);
  }

  /** `kill -9`: nothing of it runs any more when this resolves. */
  async kill(): Promise<void> {
    const child = this.#child;
    // At once: nobody may choose it again, and start it twice, before its end was heard of.
    this.#isUp = false;
    if (!child || hasEnded(child)) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  /** Kills it and starts it again after `downMs`. */
  async killAndRestart(downMs: number): Promise<void> {
    await this.kill();
    await pause(downMs);
    await this.start();
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
