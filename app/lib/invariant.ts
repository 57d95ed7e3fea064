/**
 * A broken promise of our own code. It is thrown, never caught to continue: the job stops and someone is told.
 */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}

/** Closes an exhaustive switch: adding a case without handling it stops the compiler. */
export function assertNever(value: never): never {
  // A whole value could hold what must not be seen; the unions that we switch over are short words.
  throw new Error(
    `invariant broken: unexpected ${typeof value === "string" ? String(value) : typeof value}`,
  );
}
