import { outsideLogContext } from "#app/lib/log-context.server.ts";

/**
 * Gathers what concurrent requests want written and writes it as one statement: whatever arrives while a flush is in
 * flight goes into the next. Each caller is still answered only after its own row is committed. Where many wait, a second
 * flush goes beside the first, so that the database works while the first one's callers are answered; never a third.
 */
export interface GroupCommit<Item, Answer> {
  /**
   * Resolves with the item's own answer once it is committed. Rejects with the item's own error, or with
   * `QueueFullError` when too many wait already: the sender should come back later.
   */
  submit(item: Item): Promise<Answer>;
  /** Resolves when nothing waits and nothing is in flight. Call it after the doors have closed. */
  drain(): Promise<void>;
}

export class QueueFullError extends Error {
  constructor() {
    super("too many writes are waiting");
    this.name = "QueueFullError";
  }
}

interface Waiting<Item, Answer> {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * `flush` writes all items in one statement and answers them in their order. When it throws, its items are tried one by
 * one, so that one bad row never refuses its neighbours; it must therefore be safe to repeat, also after a commit whose
 * answer was lost.
 */
export function groupCommit<Item, Answer>(options: {
  flush: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** The most items in one statement. */
  maxBatch: number;
  /** The most items that wait for a flush. */
  maxWaiting: number;
  /** From so many that wait, a second flush is begun. Of fewer it would only make two small statements out of one. */
  besideFrom: number;
}): GroupCommit<Item, Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  const inFlight = new Set<Promise<void>>();

  function mayBegin(): boolean {
    if (inFlight.size === 0) return waiting.length > 0;
    return inFlight.size === 1 && waiting.length >= options.besideFrom;
  }

  /** Called whenever one more waits and whenever a flush has ended: none waits for a flush that nobody begins. */
  function begin(): void {
    while (mayBegin()) {
      const flush = outsideLogContext(() => flushBatch(waiting.splice(0, options.maxBatch)));
      inFlight.add(flush);
      void flush.then(() => {
        inFlight.delete(flush);
        begin();
      });
    }
  }

  async function flushBatch(batch: Waiting<Item, Answer>[]): Promise<void> {
    try {
      answer(batch, await options.flush(batch.map(({ item }) => item)));
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only) only.reject(error);
      else for (const one of batch) await flushBatch([one]);
    }
  }

  function answer(batch: Waiting<Item, Answer>[], answers: readonly Answer[]): void {
    if (answers.length !== batch.length) throw new Error("a flush must answer each of its items");
    for (const [index, one] of batch.entries()) {
      const own = answers[index];
      if (own === undefined) one.reject(new Error("a flush left an item without an answer"));
      else one.resolve(own);
    }
  }

  return {
    submit(item) {
      if (waiting.length >= options.maxWaiting) return Promise.reject(new QueueFullError());
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        begin();
      });
    },
    async drain() {
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
  };
}
