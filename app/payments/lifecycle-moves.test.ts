import { describe, expect, it } from "vitest";
import {
  checkLifecycleTables,
  CODE_MOVES,
  CODE_STATE_MEANING,
  CODE_STATES,
  FINAL_TOLD,
  mayMoveCode,
  mayMoveTold,
  PAYABLE_CODE_STATES,
  TOLD_MEANING,
  TOLD_MOVES,
  TOLD_STATES,
} from "#app/payments/lifecycle-moves.ts";
import { move } from "#app/payments/lifecycle-answers.ts";
import { checkLifecycle } from "#app/payments/lifecycle-check.ts";
import { CODE_RULES } from "#app/payments/payment-lifecycle.ts";
import { TOLD_RULES } from "#app/payments/told-rules.ts";

/** The design's two tables, written a second time: from → to. */
const CODE_LINES = [
  "issuing → live failed unknown",
  "unknown → live paid lost",
  "live → paid expired voiding",
  "voiding → voided live paid expired",
  "expired → paid live",
  "voided → paid",
  "lost → paid",
  "paid → reversed",
  "reversed → live expired voided paid",
];
const TOLD_LINES = [
  "open → pending resolved rejected released",
  "pending → resolved rejected lapsed",
  "released → open resolved",
  "lapsed → resolved",
];

function pairsOf(lines: readonly string[]): string[] {
  return lines
    .flatMap((line) => {
      const [from = "", targets = ""] = line.split(" → ");
      return targets.split(" ").map((to) => `${from} to ${to}`);
    })
    .sort();
}

function allowedPairs<S extends string>(states: readonly S[], mayMove: (from: S, to: S) => boolean) {
  return states
    .flatMap((from) => states.filter((to) => mayMove(from, to)).map((to) => `${from} to ${to}`))
    .sort();
}

/** Runs `check` while one row of a table is another, and puts the row back. */
function withRow<K extends string, V>(table: Record<K, V>, key: K, row: V, check: () => void): void {
  const kept = table[key];
  table[key] = row;
  try {
    check();
  } finally {
    table[key] = kept;
  }
}

describe("the moves of a code", () => {
  it("are exactly the design's", () => {
    expect(allowedPairs(CODE_STATES, mayMoveCode)).toEqual(pairsOf(CODE_LINES));
  });

  it("give a code that surely was not created no way on", () => {
    expect(CODE_MOVES.failed).toEqual([]);
  });

  it("let every code of which a CIP may exist become paid", () => {
    const possible = ["live", "unknown", "voiding", "voided", "expired", "lost", "reversed"] as const;

    expect(possible.filter((state) => !mayMoveCode(state, "paid"))).toEqual([]);
  });
});

describe("the moves of what Shopify was told", () => {
  it("are exactly the design's", () => {
    expect(allowedPairs(TOLD_STATES, mayMoveTold)).toEqual(pairsOf(TOLD_LINES));
  });

  it("end at resolved and rejected only, and lead from neither to the other", () => {
    const withoutExit = TOLD_STATES.filter((told) => TOLD_STATES.every((to) => !mayMoveTold(told, to)));

    expect(withoutExit).toEqual(["resolved", "rejected"]);
    expect([...FINAL_TOLD]).toEqual(withoutExit);
  });
});

describe("the lists of states", () => {
  it("call a code payable while a CIP may exist that nobody has ended", () => {
    expect([...PAYABLE_CODE_STATES].sort()).toEqual(["issuing", "live", "unknown", "voiding"]);
  });

  it("explain every state in words of its own", () => {
    const meanings = [...Object.values(CODE_STATE_MEANING), ...Object.values(TOLD_MEANING)];

    expect(Object.keys(CODE_STATE_MEANING).sort()).toEqual([...CODE_STATES].sort());
    expect(Object.keys(TOLD_MEANING).sort()).toEqual([...TOLD_STATES].sort());
    expect(new Set(meanings).size).toBe(CODE_STATES.length + TOLD_STATES.length);
    expect(meanings.filter((meaning) => meaning.trim().length < 10)).toEqual([]);
  });
});

describe("the check of the tables at boot", () => {
  it("passes the tables as they are", () => {
    expect(checkLifecycleTables).not.toThrow();
  });

  it("refuses a code state that nothing leads to", () => {
    withRow(CODE_MOVES, "unknown", ["live", "paid"], () => {
      expect(checkLifecycleTables).toThrow('code state "lost" cannot be reached');
    });
  });

  it("refuses a told state that nothing leads to", () => {
    withRow(TOLD_MOVES, "pending", ["resolved", "rejected"], () => {
      expect(checkLifecycleTables).toThrow('told state "lapsed" cannot be reached');
    });
  });

  it("refuses a state that moves to itself", () => {
    withRow(CODE_MOVES, "live", ["live", "paid", "expired", "voiding"], () => {
      expect(checkLifecycleTables).toThrow('code state "live" moves to itself');
    });
  });

  it("refuses a way out of a final state", () => {
    withRow(TOLD_MOVES, "rejected", ["resolved"], () => {
      expect(checkLifecycleTables).toThrow('"rejected" is final but has an exit');
    });
  });

  it("refuses a state without a way out that is not final", () => {
    withRow(TOLD_MOVES, "lapsed", [], () => {
      expect(checkLifecycleTables).toThrow('"lapsed" has no exit');
    });
  });
});

describe("the check of the rules at boot", () => {
  it("passes the rules as they are", () => {
    expect(checkLifecycle).not.toThrow();
  });

  it("refuses broken tables too", () => {
    withRow(TOLD_MOVES, "resolved", ["rejected"], () => {
      expect(checkLifecycle).toThrow('"resolved" is final but has an exit');
    });
  });

  it("refuses a rule that moves a code where the table does not", () => {
    withRow(CODE_RULES, "paid", { ...CODE_RULES.paid, failed: move("paid") }, () => {
      expect(checkLifecycle).toThrow("code failed to paid");
    });
  });

  it("refuses a rule that moves a code which does not exist", () => {
    withRow(CODE_RULES, "paid", { ...CODE_RULES.paid, none: move("paid") }, () => {
      expect(checkLifecycle).toThrow("without a code");
    });
  });

  it("refuses a rule that tells Shopify what the table does not allow", () => {
    withRow(TOLD_RULES, "resolve", { ...TOLD_RULES.resolve, rejected: move("resolved") }, () => {
      expect(checkLifecycle).toThrow("told rejected to resolved");
    });
  });
});
