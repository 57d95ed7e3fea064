import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLogger } from "#app/lib/logger.server.ts";
import { watchCertificates } from "./certificate-watch.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const HOUR_MS = 3_600_000;
const inDays = (days: number, ms = 0) => new Date(NOW.getTime() + days * 24 * HOUR_MS + ms);

it("keeps no process alive", () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const before = timers();

  const end = watchCertificates({ clock: { now: () => NOW }, log: createLogger("silent") }, []);

  const after = timers();
  end();
  expect(after).toBe(before);
});

describe("the watch", () => {
  let lines: unknown[] = [];
  let now = NOW;
  const log = createLogger("info", { write: (line) => void lines.push(JSON.parse(line)) });
  const clock = { now: () => now };
  const certificates = [{ name: "client authority 2", endsAt: inDays(30, HOUR_MS) }];
  const line = (level: string, message: string): unknown =>
    expect.objectContaining({ level, msg: message, alert: true, name: "client authority 2" });

  beforeEach(() => {
    lines = [];
    now = NOW;
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  });
  afterEach(() => vi.useRealTimers());

  it("says at once what ends soon", () => {
    now = inDays(25);

    watchCertificates({ clock, log }, certificates);

    expect(lines).toEqual([line("error", "the client authority 2 ends in 5 days")]);
  });

  it("looks again every twelve hours, by the clock that it was given, until it is ended", () => {
    const end = watchCertificates({ clock, log }, certificates);
    now = inDays(1);
    vi.advanceTimersByTime(12 * HOUR_MS - 1);
    const before = lines.length;
    vi.advanceTimersByTime(1);
    now = inDays(40);
    vi.advanceTimersByTime(12 * HOUR_MS);
    end();
    vi.advanceTimersByTime(48 * HOUR_MS);

    expect(before).toBe(0);
    expect(lines).toEqual([
      line("warn", "the client authority 2 ends in 29 days"),
      line("error", "the client authority 2 has ended"),
    ]);
  });
});
