/** What the machine and its processes did meanwhile: how busy the processors were, and what a process took of them. */
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

/** Linux counts in hundredths of a second (proc(5), fields 14 and 15 of `stat`). */
const TICK_MS = 10;

/** Processor time that the process has taken since it began. */
export function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name is in brackets and may hold blanks: what follows it begins with the third field.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Starts to watch; the answer says which part of all processors was busy since, from 0 to 1. */
export function watchProcessors(): () => number {
  const before = times();
  return () => {
    const after = times();
    const all = after.all - before.all;
    return all === 0 ? 0 : Math.round((1 - (after.idle - before.idle) / all) * 100) / 100;
  };
}

function times(): { idle: number; all: number } {
  const each = cpus().map((cpu) => cpu.times);
  const idle = each.reduce((sum, one) => sum + one.idle, 0);
  const all = each.reduce((sum, one) => sum + one.idle + one.user + one.nice + one.sys + one.irq, 0);
  return { idle, all };
}
