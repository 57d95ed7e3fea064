/**
 * Writes docs/lifecycle.md from the tables that the product runs on; `--check` writes nothing and fails when the
 * page differs. What an event wants Shopify to be told is asked of `decide()` itself, so that the page cannot say
 * anything that the product does not do.
 */
import { checkLifecycle } from "#app/payments/lifecycle-check.ts";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { CASE_KINDS, type CaseKind } from "#app/payments/case-kind.ts";
import type { Answer } from "#app/payments/lifecycle-answers.ts";
import {
  CODE_MOVES,
  CODE_STATE_MEANING,
  CODE_STATES,
  PAYABLE_CODE_STATES,
  TOLD_MEANING,
  TOLD_MOVES,
  TOLD_STATES,
} from "#app/payments/lifecycle-moves.ts";
import { CODE_RULES, decide, type Decision } from "#app/payments/payment-lifecycle.ts";
import { EVENTS, type EventKind, type PaymentEvent } from "#app/payments/payment-events.ts";
import { TOLD_RULES, type ToldEffect } from "#app/payments/told-rules.ts";
import { code, codes, diagram, statesTable, table } from "./lifecycle-tables.ts";
import { refundSections } from "./refund-lifecycle-sections.ts";

const PAGE = fileURLToPath(new URL("../docs/lifecycle.md", import.meta.url));

const STATES = ["none", ...CODE_STATES] as const;
const EFFECTS: Record<ToldEffect, string> = {
  nothing: "nothing is told",
  pend: "tell *pending*: the order is created",
  resolve: "tell *resolve*: the order is paid",
  "resolve-paid-group": "money for a checkout that another payment has already paid",
  "resolve-other-expected": "money for one attempt, while the one it would belong to waits for another sum",
  reject: "end it unpaid, and tell *reject* if the order exists",
  lapse: "end it unpaid, and leave the order to Shopify's own expiry",
  release: "end it without a word, unless something was told already",
  "give-up": "nothing; an open payment is released, and one with an order is not",
  "give-up-later": "nothing yet: the code must be proved dead first; refused where an order exists",
  reopen: "nothing; a payment that was released without an order waits for a new code",
  "wait-longer": "nothing: the order waits on; refused where none does",
};

/** Each event, split where what it carries makes a difference. */
const VARIANTS: Record<EventKind, readonly { when: string; event: PaymentEvent }[]> = {
  created: [{ when: "", event: { kind: "created" } }],
  "create-refused": [
    { when: "nobody can mend it", event: { kind: "create-refused", ends: true } },
    { when: "another try may help", event: { kind: "create-refused", ends: false } },
  ],
  "create-not-done": [{ when: "", event: { kind: "create-not-done" } }],
  "create-unknown": [{ when: "", event: { kind: "create-unknown" } }],
  "not-issuable": [{ when: "", event: { kind: "not-issuable" } }],
  continue: [
    {
      when: "before the code expires; refused afterwards",
      event: { kind: "continue", codeExpired: false },
    },
  ],
  "timer-rang": [
    {
      when: "the shopper stayed, or copied, printed or shared the code",
      event: { kind: "timer-rang", shopperStayed: true, codeExpired: false },
    },
    {
      when: "the shopper has gone",
      event: { kind: "timer-rang", shopperStayed: false, codeExpired: false },
    },
  ],
  cancel: [{ when: "", event: { kind: "cancel" } }],
  "never-seen": [
    { when: "nobody came since", event: { kind: "never-seen", shopperCame: false } },
    {
      when: "the shopper looks at the page, or has asked for a new code",
      event: { kind: "never-seen", shopperCame: true },
    },
  ],
  renew: [
    {
      when: "the old code is dead, and nothing else of the checkout is payable, holds money or had an order",
      event: { kind: "renew", isUnderWay: false, isAllowed: true },
    },
    { when: "asked for already", event: { kind: "renew", isUnderWay: true, isAllowed: false } },
    {
      when: "no code would be made, or none is allowed any more",
      event: { kind: "renew", isUnderWay: false, isAllowed: false },
    },
  ],
  paid: [
    {
      when: "in time",
      event: { kind: "paid", pastDeadline: false, groupResolved: false, otherExpected: false },
    },
    {
      when: "after Shopify's deadline",
      event: { kind: "paid", pastDeadline: true, groupResolved: false, otherExpected: false },
    },
    {
      when: "the checkout is already paid",
      event: { kind: "paid", pastDeadline: false, groupResolved: true, otherExpected: false },
    },
    {
      when: "another attempt of the checkout waits for another sum",
      event: { kind: "paid", pastDeadline: false, groupResolved: false, otherExpected: true },
    },
  ],
  "amount-differs": [{ when: "", event: { kind: "amount-differs" } }],
  "still-payable": [{ when: "", event: { kind: "still-payable" } }],
  "void-begun": [{ when: "", event: { kind: "void-begun" } }],
  "proved-expired": endings("proved-expired"),
  "proved-removed": endings("proved-removed"),
  "not-known": [{ when: "", event: { kind: "not-known" } }],
  "not-known-at-deadline": [{ when: "", event: { kind: "not-known-at-deadline" } }],
  "money-decided": [{ when: "", event: { kind: "money-decided" } }],
  extended: [{ when: "an order waits; refused otherwise", event: { kind: "extended" } }],
};

function endings(kind: "proved-expired" | "proved-removed"): { when: string; event: PaymentEvent }[] {
  return [
    { when: "time is up", event: { kind, ending: "reject" } },
    { when: "time is up, and the merchant lets orders lapse", event: { kind, ending: "lapse" } },
    { when: "time is not up, or money is in a case", event: { kind, ending: null } },
  ];
}

const kinds = Object.keys(EVENTS).filter((kind): kind is EventKind => kind in EVENTS);
const effects = Object.keys(EFFECTS).filter((name): name is ToldEffect => name in EFFECTS);

/** What an event does to the code: the states it finds, gathered by answer. */
function codeEffects(kind: EventKind): string[] {
  const row = CODE_RULES[kind];
  const gathered = (text: (answer: Answer<string>) => string | null): string => {
    const found = new Map<string, string[]>();
    for (const state of STATES) {
      const answer = text(row[state]);
      if (answer !== null) found.set(answer, [...(found.get(answer) ?? []), state]);
    }
    const parts = [...found].map(([answer, states]) => {
      const from = states.length === STATES.length ? "any state" : codes(states);
      return answer === "" ? from : `${from} → ${code(answer)}`;
    });
    return parts.join("; ") || "—";
  };
  return [
    gathered((answer) => (answer.kind === "move" ? answer.to : null)),
    gathered((answer) => (answer.kind === "same" ? "" : null)),
    gathered((answer) => (answer.kind === "case" ? answer.case : null)),
    gathered((answer) => (answer.kind === "refuse" ? answer.reason : null)),
  ];
}

const decided = (told: (typeof TOLD_STATES)[number], state: (typeof STATES)[number], event: PaymentEvent) =>
  decide({ told }, state === "none" ? null : { state }, event);

function caseOf(decision: Decision): CaseKind | null {
  if (decision.kind === "case") return decision.case;
  return decision.kind === "advance" ? decision.openCase : null;
}

/** Whether a decision is what an effect's answer asks for. */
function doesWhat(decision: Decision, answer: Answer<string>): boolean {
  const openCase = caseOf(decision);
  switch (answer.kind) {
    case "move":
      return decision.kind === "advance" && decision.told === answer.to;
    case "same":
      // Of the cases that come along with a move, only an effect's own hold money.
      if (openCase && CASE_KINDS[openCase].holdsMoney) return false;
      return decision.kind === "repeat" || (decision.kind === "advance" && decision.told === null);
    case "refuse":
      return decision.kind === "refuse" && decision.reason === answer.reason;
    case "case":
      return openCase === answer.case;
  }
}

/** What an event wants Shopify to be told, found by asking `decide()` in a state where the code has no objection. */
function toldEffect(event: PaymentEvent): string {
  const everywhere = TOLD_STATES.flatMap((told) => STATES.map((state) => decided(told, state, event)));
  const [first] = everywhere;
  if (first && everywhere.every((decision) => JSON.stringify(decision) === JSON.stringify(first))) {
    if (first.kind === "refuse") return `refused: ${code(first.reason)}`;
    if (first.kind === "case") return `a case: ${code(first.case)}`;
  }
  const heard = STATES.filter((state) => ["move", "same"].includes(CODE_RULES[event.kind][state].kind));
  const state = heard.find((one) => CODE_RULES[event.kind][one].kind === "move") ?? heard[0];
  if (state === undefined) return code("nothing");
  const matching = effects.filter((name) =>
    TOLD_STATES.every((told) => doesWhat(decided(told, state, event), TOLD_RULES[name][told])),
  );
  const [effect] = matching;
  if (!effect || matching.length > 1)
    throw new Error(`${event.kind}: no single effect, ${matching.join()}`);
  const usual = decided("pending", state, event);
  const besides = usual.kind === "advance" && usual.told !== null && usual.openCase;
  return besides ? `${code(effect)}, and a case ${code(besides)}` : code(effect);
}

function toldCell(answer: Answer<string>): string {
  switch (answer.kind) {
    case "move":
      return `→ ${code(answer.to)}`;
    case "same":
      return "stays";
    case "refuse":
      return `refused: ${code(answer.reason)}`;
    case "case":
      return `case ${code(answer.case)}`;
  }
}

function eventSections(): string[] {
  const told = kinds.flatMap((kind) =>
    VARIANTS[kind].map(({ when, event }) => [code(kind), when || "always", toldEffect(event)]),
  );
  const effectRows = effects.map((name) => [
    code(name),
    EFFECTS[name],
    ...TOLD_STATES.map((state) => toldCell(TOLD_RULES[name][state])),
  ]);
  return [
    "## What happens: events",
    table(
      ["event", "what happened"],
      kinds.map((kind) => [code(kind), EVENTS[kind]]),
    ),
    "### What an event does to the code",
    "`none` means that the payment has no code. An event that is refused, or that opens a case here, tells Shopify nothing. " +
      "When a code turns out to be payable after its payment has ended, the move comes with a case `payable-after-end`; " +
      "a code that becomes `unknown` comes with a case `create-unknown`.",
    table(
      ["event", "moves the code", "changes nothing", "a person decides", "is refused"],
      kinds.map((kind) => [code(kind), ...codeEffects(kind)]),
    ),
    "### What an event wants Shopify to be told",
    "The same money seen again changes nothing. A code that was paid and is not any more becomes `reversed` while no order stands for its money, and the case that held it closes; after a resolve it is a case.",
    table(["event", "when", "effect"], told),
    "### What an effect does, by what Shopify has been told already",
    "A move to `pending`, `resolved` or `rejected` is written down together with its report, which is then sent until Shopify " +
      "acknowledges it. Other moves send nothing.",
    table(["effect", "meaning", ...TOLD_STATES.map(code)], effectRows),
  ];
}

/** The whole page, laid out as the project's formatter wants it. Throws when the lifecycle is not sound. */
async function lifecyclePage(): Promise<string> {
  checkLifecycle();
  const caseRows = Object.entries(CASE_KINDS).map(([kind, { holdsMoney, says }]) => [
    code(kind),
    holdsMoney ? "yes" : "no",
    says,
  ]);
  const text = [
    "# The life of a payment",
    "<!-- Written by scripts/lifecycle-page.ts from the product's tables. Change those, then run it again. -->",
    "A payment has two facts: what happened to its **code** at PagoEfectivo, and what Shopify was **told**. Each has its own " +
      "table of moves; nothing else can ever be stored. What a machine must not decide becomes a **case** for a person.",
    "Answering a merchant? Find the payment's two states here, then its case. Note that PagoEfectivo calls a *paid* code " +
      '"Cancelado".',
    "## The code",
    statesTable(CODE_STATES, CODE_STATE_MEANING, CODE_MOVES),
    `A code that is ${codes(PAYABLE_CODE_STATES)} may still be paid: a checkout has at most one of these at a time.`,
    diagram(CODE_STATES, CODE_MOVES, "issuing"),
    "## What Shopify was told",
    statesTable(TOLD_STATES, TOLD_MEANING, TOLD_MOVES),
    diagram(TOLD_STATES, TOLD_MOVES, "open"),
    ...eventSections(),
    "## Cases",
    "A case that holds money closes only as resolved at Shopify, given back, or kept with a written reason.",
    table(["case", "holds money", "what it tells the person"], caseRows),
    ...refundSections(),
  ].join("\n\n");
  return format(text, { ...(await resolveConfig(PAGE)), parser: "markdown" });
}

async function main(words: readonly string[]): Promise<number> {
  const page = await lifecyclePage();
  const kept = existsSync(PAGE) ? readFileSync(PAGE, "utf8") : null;
  if (words.includes("--check")) {
    if (kept === page) return 0;
    console.error("docs/lifecycle.md is not what the tables say: run node scripts/lifecycle-page.ts");
    return 1;
  }
  mkdirSync(path.dirname(PAGE), { recursive: true });
  if (kept !== page) writeFileSync(PAGE, page);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2));
}
