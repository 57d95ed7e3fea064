import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CASE_KINDS } from "#app/payments/case-kind.ts";
import { CODE_STATES, TOLD_STATES, type CodeState, type Told } from "#app/payments/lifecycle-moves.ts";
import { decide } from "#app/payments/payment-lifecycle.ts";
import {
  casesOf,
  casesOfOne,
  event,
  isRenewal,
  isTold,
  play,
  reportsOf,
  story,
  type Taken,
} from "../../tests/builders/payment-stories.ts";

/** The design's tables again, so that a wrong edit of the product's own is seen here. */
const CODE_MAY: Record<CodeState, string> = {
  issuing: "live failed unknown",
  unknown: "live paid lost",
  live: "paid expired voiding",
  voiding: "voided live paid expired",
  expired: "paid live",
  voided: "paid",
  lost: "paid",
  paid: "reversed",
  reversed: "live expired voided paid",
  failed: "",
};
const TOLD_MAY: Record<Told, string> = {
  open: "pending resolved rejected released",
  pending: "resolved rejected lapsed",
  released: "open resolved",
  lapsed: "resolved",
  resolved: "",
  rejected: "",
};

/** Fails with the shortest story for which `holds` is false. */
function always(holds: (taken: Taken[]) => boolean): void {
  fc.assert(
    fc.property(story, (steps) => holds(play(steps))),
    { numRuns: 1_500 },
  );
}

describe("whatever happens to a payment", () => {
  it("Shopify is never told both resolved and rejected", () => {
    always((taken) => {
      const reports = reportsOf(taken);
      return !(reports.includes("resolve") && reports.includes("reject"));
    });
  });

  it("each report is decided at most once", () => {
    always((taken) => new Set(reportsOf(taken)).size === reportsOf(taken).length);
  });

  it("no move leaves the design's tables", () => {
    always((taken) =>
      taken.every(({ before, decision }) => {
        if (decision.kind !== "advance") return true;
        const { code, told } = decision;
        const codeIsAllowed =
          code === null || (before.code && CODE_MAY[before.code].split(" ").includes(code));
        return codeIsAllowed && (told === null || TOLD_MAY[before.told].split(" ").includes(told));
      }),
    );
  });

  it("what was told finally never changes", () => {
    always((taken) =>
      taken.every(
        ({ before, after }) =>
          (before.told !== "resolved" && before.told !== "rejected") || after.told === before.told,
      ),
    );
  });

  it("a payment that was released is never told pending, unless the shopper has asked for a new code since", () => {
    always((taken) => {
      const pending = taken.findIndex(({ decision }) => isTold(decision, "pending"));
      const before = taken.slice(0, Math.max(pending, 0));
      const released = before.findLastIndex(({ decision }) => isTold(decision, "released"));
      return released < 0 || before.slice(released).some(isRenewal);
    });
  });

  it("a payment is opened again only by the shopper, with a code that is dead, and never once Shopify was told", () => {
    always((taken) =>
      taken.every(({ event: { kind }, decision, before }, index) => {
        if (!isTold(decision, "open") && kind !== "renew") return true;
        if (decision.kind !== "advance") return true;
        const isDead = before.code === "expired" || before.code === "voided";
        return kind === "renew" && isDead && reportsOf(taken.slice(0, index)).length === 0;
      }),
    );
  });

  it("one wish for a new code is written once, until that code's row is taken", () => {
    always((taken) => taken.every((one) => !isRenewal(one) || !one.before.awaitsNew));
  });

  it("pending is told only of a code that lives, and after a void has begun only if a look-up said so since", () => {
    always((taken) => {
      const pending = taken.findIndex(
        ({ decision }) => decision.kind === "advance" && decision.told === "pending",
      );
      if (pending < 0) return true;
      const before = taken.slice(0, pending);
      const voiding = before.findLastIndex(({ after }) => after.code === "voiding");
      const sinceVoid = voiding < 0 ? [] : before.slice(voiding + 1);
      const isOtherCode = sinceVoid.some(isRenewal);
      const livesAgain = sinceVoid.some(({ event: { kind }, decision }) => {
        return kind === "still-payable" && decision.kind === "advance" && decision.code === "live";
      });
      return taken[pending]?.before.code === "live" && (voiding < 0 || livesAgain || isOtherCode);
    });
  });

  it("pending is never decided of a code that has expired by the clock", () => {
    always((taken) =>
      taken.every(({ event: pressed, decision }) => {
        const isLate = "codeExpired" in pressed && pressed.codeExpired;
        return !isLate || decision.kind !== "advance";
      }),
    );
  });

  it("money is never refused", () => {
    always((taken) =>
      taken.every(({ event: { kind }, decision }) => kind !== "paid" || decision.kind !== "refuse"),
    );
  });

  it("money for a code that is known ends as a resolve or in a case that holds it", () => {
    always((taken) => {
      const isCollected = taken.some(
        ({ event: { kind }, before }) => kind === "paid" && before.code !== "issuing",
      );
      const isHeld = casesOf(taken).some((kind) => CASE_KINDS[kind].holdsMoney);
      return !isCollected || isHeld || taken.at(-1)?.after.told === "resolved";
    });
  });

  it("money for a code whose create is unanswered is a case each time, and moves nothing", () => {
    always((taken) =>
      taken
        .filter(({ event: { kind }, before }) => kind === "paid" && before.code === "issuing")
        .every(({ decision }) => decision.kind === "case" && decision.case === "paid-while-issuing"),
    );
  });

  it("money that was taken back and paid again after a resolve holds no second sum", () => {
    always((taken) =>
      taken
        .filter(({ event: { kind } }) => kind === "paid")
        .filter(({ before }) => before.code === "reversed" && before.told === "resolved")
        .every(({ decision }) => casesOfOne(decision).every((kind) => !CASE_KINDS[kind].holdsMoney)),
    );
  });

  it("nothing is resolved that PagoEfectivo did not say was paid in this very step", () => {
    always((taken) =>
      taken.every(
        ({ event: { kind }, decision }) =>
          decision.kind !== "advance" || decision.report !== "resolve" || kind === "paid",
      ),
    );
  });

  it("nothing is rejected without proof that it is unpaid, or lapsed without that or a person's decision", () => {
    const proofs = ["proved-expired", "proved-removed"];
    always((taken) =>
      taken.every(({ event: { kind }, decision }) => {
        if (decision.kind !== "advance" || proofs.includes(kind)) return true;
        return decision.told !== "rejected" && (decision.told !== "lapsed" || kind === "money-decided");
      }),
    );
  });

  it("a code that can be paid after its payment ended is a case", () => {
    const byMachine = story.map((steps) => steps.filter(({ kind }) => kind !== "money-decided"));
    fc.assert(
      fc.property(byMachine, (steps) =>
        play(steps).every(({ after }, index, taken) => {
          const isEnded = after.told !== "open" && after.told !== "pending";
          const isPayable = ["issuing", "unknown", "live", "voiding"].includes(after.code ?? "");
          return !isEnded || !isPayable || casesOf(taken.slice(0, index + 1)).includes("payable-after-end");
        }),
      ),
      { numRuns: 1_500 },
    );
  });
});

describe("one event", () => {
  it("obeys the tables from every pair of states, reachable or not", () => {
    const anyPair = fc.record({
      told: fc.constantFrom(...TOLD_STATES),
      code: fc.constantFrom(null, ...CODE_STATES),
    });

    fc.assert(
      fc.property(anyPair, event, ({ told, code }, happened) => {
        const decision = decide({ told }, code && { state: code }, happened);

        if (decision.kind !== "advance") return;
        if (decision.code) expect(CODE_MAY[code ?? "failed"].split(" ")).toContain(decision.code);
        if (decision.told) expect(TOLD_MAY[told].split(" ")).toContain(decision.told);
        // A later expiry and the wish for a new code are the advances that move nothing.
        const isWritten = happened.kind === "extended" || happened.kind === "renew";
        if (!isWritten) expect(decision.code ?? decision.told).not.toBeNull();
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("these stories", () => {
  it("reach every state, every kind of report, and an order of a code that came in place of a dead one", () => {
    const stories = fc.sample(story, { numRuns: 4_000, seed: 42 }).map(play);
    const taken = stories.flat();

    const codes = new Set(taken.map(({ after }) => after.code));
    const told = new Set(taken.map(({ after }) => after.told));
    expect(CODE_STATES.filter((state) => !codes.has(state))).toEqual([]);
    expect(TOLD_STATES.filter((state) => !told.has(state))).toEqual([]);
    expect(new Set(reportsOf(taken))).toEqual(new Set(["pending", "resolve", "reject"]));
    const renewed = stories.filter((steps) => {
      const at = steps.findIndex(isRenewal);
      return at >= 0 && steps.slice(at).some(({ decision }) => isTold(decision, "pending"));
    });
    expect(renewed).not.toEqual([]);
  });
});
