import { describe, expect, it } from "vitest";
import { ExternalCallError } from "#app/lib/external-call-error.ts";
import { answerFacts, beginCall, failedCall, OF_NONE, type MadeCall } from "./made-call.ts";

describe("what is told of PagoEfectivo's answer", () => {
  it("is its code, and of a search how many codes are in which state", () => {
    const data = [
      { cip: 311, status: 22, userEmail: "canary@example.com" },
      { cip: 312, status: "22" },
      { cip: 313, status: 23, statusName: "Cancelado." },
    ];

    expect(answerFacts({ code: 100, data })).toEqual({ code: "100", statuses: "22 ×2, 23 ×1" });
  });

  it.each([
    [{ code: null, data: "canary" }, {}],
    [{ code: 113, data: [{ field: "userEmail", message: "canary@example.com" }] }, { code: "113" }],
    [{ code: 100, data: { token: "canary" } }, { code: "100" }],
    [
      { code: 100, data: [{ status: "canary" }] },
      { code: "100", statuses: "? ×1" },
    ],
  ])("holds no word of PagoEfectivo's: %j", (envelope, told) => {
    expect(answerFacts(envelope)).toEqual(told);
  });
});

it("tells a call's end with how long it took, and nothing where nobody listens", () => {
  let now = 1_000;
  const heard: MadeCall[] = [];
  const clock = { now: () => new Date(now) };
  const call = { credentialVersionId: "v", operation: "create-cip", about: OF_NONE } as const;
  const end = beginCall({ clock, onCall: (made) => void heard.push(made) }, call);
  now = 1_412;

  const failure = {
    service: "pagoefectivo",
    operation: "create-cip",
    outcome: "unknown",
    reason: "timeout",
  } as const;
  end(failedCall(new ExternalCallError(failure)));
  beginCall({ clock }, call)({ verdict: "accepted", httpStatus: 200, reason: null, answered: {} });

  expect(heard).toEqual([
    {
      ...call,
      ...{
        at: new Date(1_000),
        tookMs: 412,
        verdict: "unknown",
        httpStatus: null,
        reason: "timeout",
        answered: {},
      },
    },
  ]);
});
