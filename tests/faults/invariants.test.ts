import { describe, expect, it } from "vitest";
import { violations, type Evidence } from "./invariants.ts";

type Cip = Evidence["cips"][number];
type Call = Evidence["calls"][number];
type Session = Evidence["sessions"][number];
type Mutation = Evidence["mutations"][number];
type CodeFact = Evidence["codes"][number];
type CaseFact = Evidence["cases"][number];

const AT = new Date("2026-11-22T15:00:00Z");
const SHOP = "tienda.myshopify.com";
const NOTHING: Evidence = { cips: [], calls: [], sessions: [], mutations: [], codes: [], cases: [] };

function session(more: Partial<Session> = {}): Session {
  return {
    id: "s1",
    gid: "gid://shopify/PaymentSession/s1",
    group: "g1",
    shop: SHOP,
    checkoutId: "c1",
    amount: "125.00",
    currency: "PEN",
    test: false,
    kind: "sale",
    cancelUrl: `https://${SHOP}/checkouts/c1`,
    proposedAt: AT.toISOString(),
    state: "started",
    createdAt: AT,
    redirectUrl: null,
    pendingExpiresAt: null,
    pendingReason: null,
    rejection: null,
    history: [],
    orderId: null,
    ...more,
  };
}

function cip(more: Partial<Cip> = {}): Cip {
  return {
    cip: "311100001",
    serviceId: 1202,
    environment: "live",
    transactionCode: "code1",
    amountCentimos: 12_500,
    currency: "PEN",
    state: "expired",
    created: AT,
    expires: AT,
    paidAt: null,
    reversedAt: null,
    deletedAt: null,
    revivals: [],
    collections: [],
    ...more,
  };
}

function paid(more: Partial<Cip> = {}): Cip {
  const taken = { operationNumber: "1", channel: "Agente", paidAt: AT, reversedAt: null };
  return cip({ state: "paid", collections: [{ ...taken, amountCentimos: 12_500 }], ...more });
}

function code(more: Partial<CodeFact> = {}): CodeFact {
  return { id: "code1", sessionId: "s1", shop: SHOP, serviceId: 1202, mode: "live", told: "open", ...more };
}

function heldCase(more: Partial<CaseFact> = {}): CaseFact {
  const place = { codeId: "code1", sessionId: "s1" };
  const money = { heldCentimos: 12_500, currency: "PEN" };
  return { kind: "paid-twice", state: "open", resolution: null, ...money, ...place, ...more };
}

function create(): Call {
  return {
    operation: "create",
    environment: "live",
    serviceId: 1202,
    status: 201,
    fault: null,
    at: AT,
    transactionCode: "code1",
    cip: "311100001",
    cips: [],
  };
}

function mutation(more: Partial<Mutation> = {}): Mutation {
  return {
    at: AT,
    shop: SHOP,
    mutation: "paymentSessionPending",
    sessionId: "s1",
    variables: { pendingExpiresAt: "2026-11-24T00:00:00Z" },
    outcome: "fault",
    fault: "http-503",
    userErrors: [],
    ...more,
  };
}

const history = (...names: Session["history"][number]["mutation"][]): Session["history"] =>
  names.map((name) => ({ at: AT, mutation: name, repeated: false }));

describe("money that is not where it was", () => {
  const taken = { operationNumber: "1", channel: "Agente", amountCentimos: 12_500, paidAt: AT };
  const own = code({ told: "resolved" });
  const fact = (more: Partial<CaseFact>): CaseFact => ({
    kind: "reversal-suspected",
    state: "open",
    resolution: null,
    heldCentimos: 0,
    currency: null,
    codeId: "code1",
    sessionId: "s1",
    ...more,
  });
  const resolved = { mutation: "paymentSessionResolve", at: AT, repeated: false } as const;
  const reversed: Evidence = {
    ...NOTHING,
    codes: [own],
    sessions: [session({ state: "resolved", history: [resolved] })],
    cips: [cip({ state: "reversed", collections: [{ ...taken, reversedAt: AT }] })],
  };

  it("is known to a person when it was taken back after the order was paid", () => {
    expect(violations(reversed).join()).toContain("nobody was told");
    expect(violations({ ...reversed, cases: [fact({})] })).toEqual([]);
  });

  it("is one sum when a checkout was paid twice and the order's money was taken back", () => {
    const twice: Evidence = {
      ...reversed,
      codes: [own, { ...own, id: "code2" }],
      cips: [...reversed.cips, paid({ cip: "311100002", transactionCode: "code2" })],
    };
    const held = fact({ kind: "paid-twice", codeId: "code2", heldCentimos: 12_500, currency: "PEN" });
    const asked = fact({ kind: "create-unknown", codeId: "code2" });
    for (const second of [held, asked])
      expect(violations({ ...twice, cases: [fact({}), second] })).toEqual([]);
  });

  it("is not held by a case any more once it was taken back", () => {
    const held = fact({ kind: "paid-after-reject", heldCentimos: 12_500, currency: "PEN" });
    const rejected = { ...reversed, sessions: [session({ state: "rejected" })] };
    expect(violations({ ...rejected, cases: [held] })).not.toEqual([]);
    expect(violations({ ...rejected, cases: [held, fact({})] })).toEqual([]);
  });

  it("may be on a code of which a person is asked because no machine can learn it", () => {
    const unknown = {
      ...NOTHING,
      codes: [code()],
      sessions: [session()],
      cips: [cip({ state: "paid", collections: [{ ...taken, reversedAt: null }] })],
    };

    expect(violations(unknown)).not.toEqual([]);
    expect(violations({ ...unknown, cases: [fact({ kind: "create-unknown" })] })).toEqual([]);
  });
});

describe("the invariants", () => {
  it.each<[string, Partial<Evidence>]>([
    ["a paid order", { cips: [paid()], codes: [code()], sessions: [session({ state: "resolved" })] }],
    [
      "money in an open case",
      { cips: [paid()], codes: [code()], sessions: [session()], cases: [heldCase()] },
    ],
    [
      "money given back",
      {
        cips: [paid()],
        codes: [code()],
        sessions: [session()],
        cases: [heldCase({ state: "closed", resolution: "given-back" })],
      },
    ],
    [
      "a create that was refused for its token and repeated",
      { calls: [{ ...create(), status: 401 }, create()] },
    ],
    [
      "another deadline after a refusal in words",
      {
        sessions: [session()],
        mutations: [
          mutation({ outcome: "user-errors" }),
          mutation({ variables: { pendingExpiresAt: "2026-11-23T00:00:00Z" } }),
        ],
      },
    ],
  ])("hold with %s", (_, evidence) => {
    expect(violations({ ...NOTHING, ...evidence })).toEqual([]);
  });

  it.each<[string, Partial<Evidence>, RegExp]>([
    [
      "money that nobody knows of",
      { cips: [paid()], codes: [code()], sessions: [session()] },
      /12500 collected/,
    ],
    [
      "money counted twice",
      { cips: [paid()], codes: [code()], sessions: [session({ state: "resolved" })], cases: [heldCase()] },
      /12500 collected/,
    ],
    [
      "a case that was closed without its money",
      {
        cips: [paid()],
        codes: [code()],
        sessions: [session()],
        cases: [heldCase({ state: "closed", resolution: "answered" })],
      },
      /12500 collected/,
    ],
    [
      "two final answers",
      { sessions: [session({ history: history("paymentSessionReject", "paymentSessionResolve") })] },
      /resolved and rejected/,
    ],
    [
      "two paid orders of one checkout",
      { sessions: [session({ state: "resolved" }), session({ id: "s2", state: "resolved" })] },
      /resolved twice/,
    ],
    [
      "an order paid by nobody",
      { cips: [cip()], codes: [code()], sessions: [session({ state: "resolved" })] },
      /without money/,
    ],
    [
      "an order paid with another sum",
      {
        cips: [paid({ amountCentimos: 100 })],
        codes: [code()],
        sessions: [session({ state: "resolved" })],
      },
      /without money/,
    ],
    [
      "a report repeated in other words",
      {
        sessions: [session()],
        mutations: [mutation(), mutation({ variables: { pendingExpiresAt: "2026-11-23T00:00:00Z" } })],
      },
      /other words/,
    ],
    ["a second create", { calls: [create(), create()] }, /asked for twice/],
    [
      "two payable codes of a checkout",
      {
        cips: [
          cip({ state: "pending" }),
          cip({ cip: "311100002", transactionCode: "code2", state: "pending" }),
        ],
        codes: [code(), code({ id: "code2" })],
        sessions: [session()],
      },
      /two codes/,
    ],
    [
      "a payable code after the end",
      { cips: [cip({ state: "pending" })], codes: [code({ told: "rejected" })], sessions: [session()] },
      /can be paid although/,
    ],
    [
      "pending after a cancel",
      {
        codes: [code({ told: "released" })],
        sessions: [session({ history: history("paymentSessionPending") })],
      },
      /released although/,
    ],
    [
      "a sandbox code for a live session",
      { cips: [cip({ environment: "sandbox" })], codes: [code()], sessions: [session()] },
      /another mode/,
    ],
    [
      "a code of another shop",
      { codes: [code({ shop: "otra.myshopify.com" })], sessions: [session()] },
      /another mode/,
    ],
    [
      "a report from another shop",
      { sessions: [session()], mutations: [mutation({ shop: "otra.myshopify.com" })] },
      /was sent by/,
    ],
  ])("are broken by %s", (_, evidence, words) => {
    expect(violations({ ...NOTHING, ...evidence }).join("\n")).toMatch(words);
  });
});
