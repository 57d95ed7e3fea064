/**
 * A broken promise of our own code. It is thrown, never caught to continue: the job stops and someone is told.
 */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}

/** Closes an exhaustive switch: adding a case without handling it stops the compiler. */
export function assertNever(value: never): never {
  // Only a word is printed: a whole value could hold what must not be seen.
  throw new Error(
    `invariant broken: unexpected ${typeof value === "string" ? String(value) : typeof value}`,
  );
}
