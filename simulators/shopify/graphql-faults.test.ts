import { expect, test } from "vitest";
import type { ShopifySimulator, SimulatedSession } from "./server.ts";
import type { GraphqlFault } from "./switches.ts";
import {
  graphqlErrorsOf,
  HandClock,
  OTHER_SHOP,
  payloadOf,
  send,
  SHOP,
  startSimulator,
} from "./test-stand-in.ts";

async function stage(
  options: Parameters<typeof startSimulator>[0] = {},
): Promise<{ simulator: ShopifySimulator; session: SimulatedSession }> {
  const simulator = await startSimulator({
    ...options,
    switches: { requireAnswerRead: false, ...options.switches },
  });
  return { simulator, session: simulator.newSession({ shop: SHOP.domain }) };
}

const httpFaults: [GraphqlFault, number][] = [
  ["http-401", 401],
  ["http-402", 402],
  ["http-423", 423],
  ["http-429", 429],
  ["http-430", 430],
  ["http-500", 500],
  ["http-502", 502],
  ["http-503", 503],
];

test.each(httpFaults)("fault %s answers that status once, without effect", async (fault, status) => {
  const { simulator, session } = await stage({ switches: { nextFaults: [{ fault }] } });

  const spoiled = await send.resolve(simulator, session.gid);
  const stateBetween = simulator.session(session.id)?.state;
  const next = await send.resolve(simulator, session.gid);

  expect(spoiled.status).toBe(status);
  expect(stateBetween).toBe("created");
  expect(next.status).toBe(200);
  expect(simulator.mutations().map((entry) => entry.outcome)).toEqual(["fault", "accepted"]);
});

const codeFaults: GraphqlFault[] = ["THROTTLED", "INTERNAL_SERVER_ERROR", "SHOP_INACTIVE", "ACCESS_DENIED"];

test.each(codeFaults)("fault %s is HTTP 200 with that code, without effect", async (fault) => {
  const { simulator, session } = await stage({ switches: { nextFaults: [{ fault }] } });

  const spoiled = await send.resolve(simulator, session.gid);

  expect(spoiled.status).toBe(200);
  expect(graphqlErrorsOf(await spoiled.json())[0]?.extensions?.code).toBe(fault);
  expect(simulator.session(session.id)?.state).toBe("created");
});

test("fault html-429 is HTTP 429 with a page instead of JSON", async () => {
  const { simulator, session } = await stage({ switches: { nextFaults: [{ fault: "html-429" }] } });

  const spoiled = await send.resolve(simulator, session.gid);

  expect([spoiled.status, spoiled.headers.get("Content-Type")]).toEqual([429, "text/html"]);
  expect(simulator.session(session.id)?.state).toBe("created");
});

test("fault html is HTTP 200 with a page instead of JSON", async () => {
  const { simulator, session } = await stage({ switches: { nextFaults: [{ fault: "html" }] } });

  const spoiled = await send.resolve(simulator, session.gid);

  expect(spoiled.status).toBe(200);
  expect(spoiled.headers.get("Content-Type")).toContain("text/html");
  expect(await spoiled.text()).toContain("<html");
});

test("a connection dropped before the effect leaves the session as it was", async () => {
  const { simulator, session } = await stage({
    switches: { nextFaults: [{ fault: "dropped-before-effect" }] },
  });

  await expect(send.resolve(simulator, session.gid)).rejects.toThrow();

  expect(simulator.session(session.id)?.state).toBe("created");
  expect(simulator.mutations()).toMatchObject([{ outcome: "fault", fault: "dropped-before-effect" }]);
});

test("a connection dropped after the effect leaves the order paid, and the repeat succeeds", async () => {
  const { simulator, session } = await stage({
    switches: { nextFaults: [{ fault: "dropped-after-effect" }] },
  });

  await expect(send.resolve(simulator, session.gid)).rejects.toThrow();
  const stateBetween = simulator.orders()[0]?.paymentState;
  const repeat = payloadOf(await (await send.resolve(simulator, session.gid)).json());

  expect(stateBetween).toBe("paid");
  expect(repeat.userErrors).toEqual([]);
  expect(simulator.mutations()).toMatchObject([
    { outcome: "accepted", fault: "dropped-after-effect" },
    { outcome: "accepted", fault: null },
  ]);
});

test.each([
  ["slow-before-effect", "created"],
  ["slow-after-effect", "resolved"],
] as const)("fault %s holds the answer while the session is %s", async (fault, stateMeanwhile) => {
  const { simulator, session } = await stage({ switches: { nextFaults: [{ fault }] } });
  simulator.switches.slowCalls.hold();

  const calling = send.resolve(simulator, session.gid);
  await simulator.switches.slowCalls.whenWaiting(1);
  const state = simulator.session(session.id)?.state;
  simulator.switches.slowCalls.release();

  expect(state).toBe(stateMeanwhile);
  expect((await calling).status).toBe(200);
  expect(simulator.session(session.id)?.state).toBe("resolved");
});

test("an ordered fault meets only the mutation and session it names, as often as it says", async () => {
  const clock = new HandClock();
  const { simulator, session } = await stage({ clock });
  const other = simulator.newSession({ shop: SHOP.domain });
  simulator.switches.nextFaults.push({
    fault: "http-503",
    mutation: "paymentSessionResolve",
    sessionId: session.id,
    count: 2,
  });

  const statuses = [
    await send.pending(simulator, session.gid, clock.inHours(1)),
    await send.resolve(simulator, other.gid),
    await send.resolve(simulator, session.gid),
    await send.resolve(simulator, session.gid),
    await send.resolve(simulator, session.gid),
  ].map((answer) => answer.status);

  expect(statuses).toEqual([200, 200, 503, 503, 200]);
});

test("the same seed chooses the same faults, another seed others", async () => {
  const faultsOf = async (seed: number): Promise<string> => {
    const { simulator, session } = await stage({
      seed,
      switches: { faultProbability: 0.5, faultKinds: ["http-500", "http-503", "THROTTLED"] },
    });
    for (let call = 0; call < 24; call += 1) await send.resolve(simulator, session.gid);
    return simulator
      .mutations()
      .map((entry) => entry.fault ?? "none")
      .join();
  };

  const [first, again, other] = [await faultsOf(7), await faultsOf(7), await faultsOf(8)];

  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(first).toContain("none");
  expect(first).toContain("http-5");
});

test("the bucket throttles with its budget told, spares other shops, and fills again with time", async () => {
  const clock = new HandClock();
  const { simulator, session } = await stage({
    clock,
    switches: { throttleMaximum: 20, throttleRestorePerSecond: 10 },
  });
  await send.resolve(simulator, session.gid);
  await send.resolve(simulator, session.gid);

  const throttled = await (await send.resolve(simulator, session.gid)).json();
  const otherShop = await send.resolve(simulator, session.gid, {
    shop: OTHER_SHOP.domain,
    token: OTHER_SHOP.accessToken,
  });
  clock.advance(1000);
  const refilled = await (await send.resolve(simulator, session.gid)).json();

  expect(throttled).toMatchObject({
    errors: [{ extensions: { code: "THROTTLED" } }],
    extensions: {
      cost: {
        requestedQueryCost: 10,
        throttleStatus: { maximumAvailable: 20, currentlyAvailable: 0, restoreRate: 10 },
      },
    },
  });
  expect(payloadOf(await otherShop.json()).userErrors).toHaveLength(1);
  expect(refilled).toMatchObject({ extensions: { cost: { throttleStatus: { currentlyAvailable: 0 } } } });
  expect(payloadOf(refilled).userErrors).toEqual([]);
});
