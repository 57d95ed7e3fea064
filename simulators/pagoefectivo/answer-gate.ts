interface Waiting {
  count: number;
  tell: () => void;
}

/**
 * Holds answers back until someone lets them go, so that a test decides what happens while a caller
 * waits, without any sleeping.
 */
export class AnswerGate {
  readonly #held: (() => void)[] = [];
  #waiting: Waiting[] = [];

  /** Resolves when this answer is released. */
  hold(): Promise<void> {
    return new Promise((resolve) => {
      this.#held.push(resolve);
      this.#waiting = this.#waiting.filter((waiting) => {
        if (waiting.count > this.#held.length) return true;
        waiting.tell();
        return false;
      });
    });
  }

  heldCount(): number {
    return this.#held.length;
  }

  /** Resolves when at least `count` answers are held. */
  untilHeld(count: number): Promise<void> {
    if (this.#held.length >= count) return Promise.resolve();
    return new Promise((tell) => this.#waiting.push({ count, tell }));
  }

  /** Lets go the oldest `count` answers, or all. Returns how many. */
  release(count: number = this.#held.length): number {
    const released = this.#held.splice(0, count);
    for (const letGo of released) letGo();
    return released.length;
  }
}
