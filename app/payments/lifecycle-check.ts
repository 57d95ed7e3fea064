import { invariant } from "#app/lib/invariant.ts";
import {
  checkLifecycleTables,
  CODE_STATES,
  mayMoveCode,
  mayMoveTold,
  TOLD_STATES,
} from "#app/payments/lifecycle-moves.ts";
import { CODE_RULES } from "#app/payments/payment-lifecycle.ts";
import { TOLD_RULES } from "#app/payments/told-rules.ts";

/**
 * Proves the rules sound at boot: every move that a rule names is in the move tables. Throws otherwise.
 */
export function checkLifecycle(): void {
  checkLifecycleTables();
  for (const row of Object.values(CODE_RULES)) {
    for (const from of CODE_STATES) {
      const answer = row[from];
      if (answer.kind === "move")
        invariant(mayMoveCode(from, answer.to), `rule: code ${from} to ${answer.to}`);
    }
    invariant(row.none.kind !== "move", "rule: a payment without a code cannot move one");
  }
  for (const row of Object.values(TOLD_RULES)) {
    for (const from of TOLD_STATES) {
      const answer = row[from];
      if (answer.kind === "move")
        invariant(mayMoveTold(from, answer.to), `rule: told ${from} to ${answer.to}`);
    }
  }
}
