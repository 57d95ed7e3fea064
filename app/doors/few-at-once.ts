import { QueueFullError } from "#app/doors/group-commit.server.ts";

/**
 * Lets a few pieces of work run side by side and the next ones wait; beyond that it answers with a QueueFullError, so that a
 * burst of costly requests leaves the process to everybody else.
 */
export function fewAtOnce(limits: {
  atOnce: number;
  waiting: number;
}): <Answer>(work: () => Promise<Answer>) => Promise<Answer> {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function enter(): Promise<void> {
    if (running < limits.atOnce) {
      running += 1;
      return;
    }
    if (waiting.length >= limits.waiting) throw new QueueFullError();
    // Whoever leaves hands its place on: nobody who comes later can be first.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
