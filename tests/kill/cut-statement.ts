/** Statements that change something; what is only read and unheard is read again. */
const CHANGE = /^\s*commit\b|\b(?:insert into|update|delete from|add_jobs?|enqueue_job)\b/i;

/** Chooses the statement whose answer is lost: a change, the so-manieth after it was asked to. */
export class CutStatement {
  #left: number | null = null;

  /** The change after so many others is the next one whose answer is lost. */
  loseAfter(changes: number): void {
    this.#left = changes;
  }

  isLost(statement: string): boolean {
    if (this.#left === null || !CHANGE.test(statement)) return false;
    this.#left -= 1;
    if (this.#left >= 0) return false;
    this.#left = null;
    return true;
  }
}
