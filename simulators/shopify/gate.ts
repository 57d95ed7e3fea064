/**
 * A door that a test can hold shut. Whoever reaches it while it is held waits until `release`, so that
 * "slow" is an order of events and not a number of milliseconds.
 */
export class Gate {
  #held = false;
  #waiters: (() => void)[] = [];
  #watchers: { count: number; tell: () => void }[] = [];

  /** From now on everyone who arrives waits. */
  hold(): void {
    this.#held = true;
  }

  /** Opens the door and lets everyone who waits go on, in the order of arrival. */
  release(): void {
    this.#held = false;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const go of waiters) go();
  }

  /** How many wait at the door now. */
  get waiting(): number {
    return this.#waiters.length;
  }

  /** Resolves at once when the door is open, otherwise at the next `release`. */
  passed(): Promise<void> {
    if (!this.#held) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.#watchers = this.#watchers.filter((watcher) => {
        if (this.#waiters.length < watcher.count) return true;
        watcher.tell();
        return false;
      });
    });
  }

  /** Resolves once `count` callers wait at the door: lets a test act exactly then, without sleeping. */
  whenWaiting(count: number): Promise<void> {
    if (this.#waiters.length >= count) return Promise.resolve();
    return new Promise((tell) => this.#watchers.push({ count, tell }));
  }
}
